import { Injectable } from '@nestjs/common';
import { emailKey, type RegisterBody, type RegistrationReceipt } from '#contracts';
import {
  brokenConstraint,
  type Claim,
  Database,
  GroupCommit,
  IdempotencyKeys,
  type IdempotentRequest,
  keep,
  type KeptAnswer,
  KeptRefusal,
  type KeptRefusalBody,
  OutcomeUnknown,
  sqlState,
  type Tx,
} from '#database';
import { DomainError, Meter, newId } from '#kernel';
import { Links } from './links.js';
import type { Registrant } from './new-registration.js';
import { receiptOf } from './receipt.js';
import type { Way } from './rooms.service.js';
import { RegistrationSettlement, type Settled } from './settlement.service.js';

export interface RegisterCall extends Omit<Registrant, 'emailKey'> {
  readonly requestId: string;
  readonly idempotency?: IdempotentRequest;
}

export interface Registered {
  readonly receipt: RegistrationReceipt;
  /** The answer was given before, to the same request. */
  readonly replayed: boolean;
}

type Outcome = Registered | DomainError;
type Call = RegisterCall & Registrant;

const LIMITS = { batch: 256, waiting: 20_000, wait: 5000, transactions: 4, patience: 10_000 };
const UNIQUE_VIOLATION = '23505';
const TRIES = 3;

/**
 * Takes places for parties. Calls for one session, by no code or by the same, that arrive together are settled together (see
 * GroupCommit); with an Idempotency-Key the answer is kept in the same transaction as the places.
 */
@Injectable()
export class RegistrationService {
  private readonly group = new GroupCommit<Call, Outcome>(
    (way, calls, goOn) => this.settle(wayFrom(way), calls, goOn),
    LIMITS,
    {
      // The second finds the first in the database. In one batch two of them would take locks in two orders.
      nameOf: ({ emailKey: address }) => address,
      // Without a key somebody would be refused for the place that they may just have got.
      bears: ({ idempotency }, failure) => idempotency !== undefined || !(failure instanceof OutcomeUnknown),
    },
  );

  constructor(
    private readonly database: Database,
    private readonly settlement: RegistrationSettlement,
    private readonly keys: IdempotencyKeys,
    private readonly links: Links,
    private readonly meter: Meter,
  ) {}

  /**
   * Throws NotFound, SessionFull, AlreadyRegistered, RegistrationClosed, NotYetOpen,
   * SessionCancelled, PartyTooLarge, InvalidInput, InvitationRequired, CodeUnknown, CodeUsedUp, Busy or
   * OutcomeUnknown.
   */
  async register(call: RegisterCall): Promise<Registered> {
    const known = { ...call, emailKey: emailKey(call.body.contact.email) };
    const outcome = await this.group.join(wayOf(call.body), known).catch((error: unknown) => {
      this.meter.tell({ what: 'registration', outcome: error instanceof DomainError ? error.code : 'failed' });
      throw error;
    });
    this.meter.tell({ what: 'registration', outcome: nameOf(outcome) });
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  /**
   * Two sessions of an event may register the same address at once, under different pools. The
   * unique index lets one of them through; the other is settled again and finds it there.
   */
  private async settle(way: Way, calls: readonly Call[], goOn: () => void): Promise<Outcome[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction(async (tx) => {
          const outcomes = await this.settleIn(tx, way, calls);
          this.meter.tell({ what: 'batch', size: calls.length });
          goOn(); // the pool is locked and everything is sent: nobody of the next batch can be quicker
          return outcomes;
        });
      } catch (error) {
        const again = sqlState(error) === UNIQUE_VIOLATION && brokenConstraint(error)?.startsWith('registrations_');
        if (!again || attempt === TRIES) throw error;
      }
    }
  }

  private async settleIn(tx: Tx, way: Way, calls: readonly Call[]): Promise<Outcome[]> {
    const keyed = calls.filter((call) => call.idempotency !== undefined);
    const claims = await this.keys.claim(
      tx,
      keyed.map((call) => call.idempotency!),
    );
    const claimOf = new Map(keyed.map((call, index) => [call, claims[index]!]));
    const open = calls.filter((call) => (claimOf.get(call) ?? 'claimed') === 'claimed');
    const settled = await this.settlement.settle(tx, way, open);
    const outcomes = new Map(open.map((call, index) => [call, this.outcomeOf(settled[index]!)]));
    this.keys.complete(
      tx,
      open.flatMap((call) =>
        call.idempotency
          ? [{ request: call.idempotency, answer: keptAnswer(outcomes.get(call)!, call.requestId) }]
          : [],
      ),
    );
    return calls.map((call) => outcomes.get(call) ?? replay(claimOf.get(call)!));
  }

  private outcomeOf(settled: Settled | DomainError): Outcome {
    if (settled instanceof DomainError) return settled;
    const receipt = 'registration' in settled ? receiptOf(settled.registration, this.links) : decoyOf(settled);
    return { receipt, replayed: false };
  }
}

/**
 * What a stranger gets who types an address that has places already, in an event that confirms by
 * mail: the same answer as everybody, so that nobody learns who is registered. Its id names nothing.
 */
function decoyOf({
  heldUntil,
  sessionId,
  partySize,
  createdAt,
}: Extract<Settled, { known: unknown }>): RegistrationReceipt {
  return {
    id: newId(),
    reference: null,
    state: 'unverified',
    sessionId,
    partySize,
    manageUrl: null,
    calendarUrl: null,
    heldUntil: heldUntil.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}

/** As a key: the id of a session has no space in it. */
function wayOf({ sessionId, poolCode }: RegisterBody): string {
  const id = sessionId.toLowerCase();
  return poolCode === undefined ? id : `${id} ${poolCode}`;
}

function wayFrom(key: string): Way {
  const end = key.indexOf(' ');
  return end === -1 ? { sessionId: key } : { sessionId: key.slice(0, end), poolCode: key.slice(end + 1) };
}

function nameOf(outcome: Outcome): string {
  if (outcome instanceof DomainError) return outcome.code;
  return outcome.replayed ? 'replayed' : outcome.receipt.state;
}

type KeptBody = { readonly receipt: RegistrationReceipt } | { readonly refusal: KeptRefusalBody };

function keptAnswer(outcome: Outcome, requestId: string): KeptAnswer {
  const body: KeptBody =
    outcome instanceof DomainError ? { refusal: keep(outcome, requestId) } : { receipt: outcome.receipt };
  return { status: outcome instanceof DomainError ? outcome.status : 201, body };
}

function replay(claim: Exclude<Claim, 'claimed'> | 'claimed'): Outcome {
  if (claim === 'claimed') throw new Error('A claimed request was not settled.');
  if (claim instanceof DomainError) return claim;
  const kept = claim.body as KeptBody;
  return 'refusal' in kept ? new KeptRefusal(kept.refusal) : { receipt: kept.receipt, replayed: true };
}
