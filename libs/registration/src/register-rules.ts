import type { OverriddenRule, RegisterBody } from '#contracts';
import { type DomainError, InvalidInput, type InputFault } from '#kernel';
import { answerFaults, type PartyDetails } from './answers.js';
import { NotYetOpen, PartyTooLarge, RegistrationClosed, SessionCancelled, SessionOver } from './registration.errors.js';
import { registrationWindow, type SessionFacts } from './session-facts.js';
import { spaceFaults } from './spaces.js';

/** Why a registration cannot be taken however many places are left, or undefined. */
export function refusalOf(facts: SessionFacts, body: RegisterBody, now: Date): DomainError | undefined {
  return windowRefusal(facts, now) ?? partyRefusal(facts, body) ?? consentRefusal(facts, body);
}

export function windowRefusal(facts: SessionFacts, now: Date): DomainError | undefined {
  switch (registrationWindow(facts, now)) {
    case 'cancelled':
      return new SessionCancelled();
    case 'closed':
      return new RegistrationClosed();
    case 'not_yet_open':
      return new NotYetOpen(facts.opensAt);
    case 'open':
      return undefined;
  }
}

/** For the team, who keep no window: throws SessionCancelled or SessionOver. */
export function mustBeAhead({ cancelled, endsAt }: SessionFacts, now: Date): void {
  if (cancelled) throw new SessionCancelled();
  if (now >= endsAt) throw new SessionOver();
}

/** The rules for parties without those that somebody of the team has named to set aside. */
export function setAside(facts: SessionFacts, override: readonly OverriddenRule[] = []): SessionFacts {
  const { partyLimit, questions } = facts;
  return {
    ...facts,
    partyLimit: override.includes('party_limit') ? Infinity : partyLimit,
    questions: override.includes('required_answers')
      ? questions.map((one) => ({ ...one, required: false }))
      : questions,
  };
}

/** Party limit, guest list and answers; all that is wrong with the answers is told at once. */
export function partyRefusal(facts: SessionFacts, party: PartyDetails): DomainError | undefined {
  if (party.partySize > facts.partyLimit) return new PartyTooLarge(facts.partyLimit);
  if ((party.guests?.length ?? 0) > party.partySize) {
    return new InvalidInput([
      { pointer: '/guests', code: 'too_many_guests', detail: 'There are more guests than people in the party.' },
    ]);
  }
  const faults = [...spaceFaults(party.spaces ?? [], party.partySize), ...answerFaults(facts.questions, party)];
  return faults.length > 0 ? new InvalidInput(faults, codeOf(faults)) : undefined;
}

export function consentRefusal(facts: SessionFacts, body: Pick<RegisterBody, 'consent'>): DomainError | undefined {
  if (!facts.consentRequired || body.consent) return undefined;
  return new InvalidInput([
    { pointer: '/consent', code: 'consent_required', detail: 'Please say that you agree to this.' },
  ]);
}

function codeOf(faults: readonly InputFault[]): string {
  return faults.every(({ code }) => code === 'question_unanswered') ? 'question_unanswered' : 'invalid_input';
}
