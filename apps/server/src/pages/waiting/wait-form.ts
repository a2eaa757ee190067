import { type EventView, type SessionView, WaitBody } from '#contracts';
import { dayOf } from '#kernel';
import { faultsOf } from '../forms/faults.js';
import { type FormBody, textOf, valuesOf } from '../forms/form-body.js';
import { readPartyForm, wordFaults } from '../forms/party-form.js';
import type { Read } from '../forms/register-form.js';

/** Times for which a party can wait, in order; the one that it came from is there in any case. */
export function waitable(event: EventView, session: SessionView): SessionView[] {
  return event.sessions.filter((one) => one.waitingList || one.id === session.id);
}

/** Whether there is a choice of times within a day, so that it helps to say that any of them would do. */
export function severalOfADay({ timeZone }: EventView, times: readonly SessionView[]): boolean {
  const days = times.map(({ startsAt }) => dayOf(new Date(startsAt), timeZone));
  return new Set(days).size < days.length;
}

/** The form as the API's body, or what is wrong with it. */
export function readWaitForm(form: FormBody, session: SessionView, event: EventView): Read<WaitBody> {
  const several = waitable(event, session).length > 1;
  const partySize = event.registration.partyLimit === 1 ? 1 : undefined;
  const read = readPartyForm(form, event.questions);
  const fewer = textOf(form, '/fewerIsFine');
  const parsed = WaitBody.safeParse({
    ...read,
    ...(partySize && { partySize }),
    sessionIds: several ? valuesOf(form, '/sessionIds').filter(Boolean) : [session.id],
    ...(textOf(form, '/anyOfDay') === 'yes' && { anyOfDay: true }),
    fewerIsFine: (read.partySize ?? 1) === 1 ? false : fewer === '' ? undefined : fewer === 'yes',
    ...(event.consentText !== null && { consent: textOf(form, '/consent') === 'yes' }),
  });
  if (parsed.success) return { body: parsed.data };
  const faults = faultsOf(parsed.error.issues).map((fault) =>
    fault.pointer === '/fewerIsFine' ? { ...fault, detail: 'Please say whether fewer places would do.' } : fault,
  );
  return { faults: wordFaults(faults, form) };
}
