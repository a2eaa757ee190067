import type { EnterBody, EntryState, NewBallotEntry } from '#contracts';
import { type InputFault, InvalidInput } from '#kernel';
import type { BallotEntry } from './ballot-entry.entity.js';
import type { OpenBallot } from './ballots.queries.js';

interface Entrant {
  readonly id: string;
  readonly state: EntryState;
  readonly source: BallotEntry['source'];
  /** The contact's address as it is compared; null for who has none. */
  readonly emailKey: string | null;
  /** Sealed. */
  readonly details: string;
  readonly now: Date;
}

type Said = Pick<EnterBody | NewBallotEntry, 'contact' | 'partySize'> & Pick<EnterBody, 'preferences' | 'consent'>;

export function newEntry(
  { id: ballotId, eventId }: Pick<OpenBallot, 'id' | 'eventId'>,
  { contact, partySize, preferences, consent }: Said,
  { now, ...entrant }: Entrant,
): BallotEntry {
  return {
    ...{ ...entrant, eventId, ballotId, partySize, weight: 1, preferences },
    ...{ contactName: contact.name, contactEmail: contact.email ?? null, contactPhone: contact.phone ?? null },
    consentedAt: consent ? now : null,
    ...{ rank: null, wonSessionId: null, outcome: null, registrationId: null },
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
}

/** The same with preferences as ids are written here. Throws InvalidInput that names each that is not in the ballot. */
export function withPreferences<Body extends Pick<EnterBody, 'preferences'>>(
  { sessionIds }: OpenBallot,
  body: Body,
): Body {
  const preferences = body.preferences.map((one) => one.toLowerCase());
  const faults: InputFault[] = preferences.flatMap((one, index) =>
    sessionIds.includes(one)
      ? []
      : [{ pointer: `/preferences/${index}`, code: 'not_in_ballot', detail: 'This time is not in the ballot.' }],
  );
  if (faults.length > 0) throw new InvalidInput(faults);
  return { ...body, preferences };
}
