import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readAnswer } from '#calendar';
import { Database, inOne, sqlState, type Tx } from '#database';
import { Clock, newId, NOWHERE, sealColumnAnew, Secrets } from '#kernel';
import { Addresses, type InboundMail, readInboundMail } from '#mail';
import { Consequences, type ForwardJob } from './consequences.service.js';
import { type Decision, decide, type ReadMail } from './decision.js';
import { InboundMailRow, type InboundSource } from './inbound-mail.entity.js';
import {
  claimMail,
  findInvitation,
  findKept,
  findLastAnswer,
  type FoundInvitation,
  forgetRaw,
  lockAnswersOf,
} from './replies.queries.js';

/** One mail as it came. */
export interface ReceivedMail {
  /** Of a large one no more than its beginning is read, whether or not more is brought. */
  readonly raw: Buffer;
  /** How large it is, where no more than its beginning is brought. */
  readonly bytes?: number | undefined;
  readonly source: InboundSource;
  /** Where the mail server says that it goes, if it says so outside the mail. */
  readonly recipients?: readonly string[];
}

/** A mail that was kept, with what is known of the registration that it came to. */
export interface OpenedMail extends Pick<FoundInvitation, 'contactEmail' | 'eventTitle' | 'reference'> {
  readonly mail: ReadMail;
  readonly bytes: number;
  readonly source: InboundSource;
}

/** So much of a mail is read. Larger ones are no answers of calendars; they cost no more than their first bytes. */
export const LARGEST_MAIL = 256 * 1024;
const SEALED_AT_ONCE = 100;
const DAY_MS = 24 * 60 * 60_000;
/** How long a mail itself is kept, so that people can see why something was decided. */
const KEPT_DAYS = 30;

/**
 * Takes what comes in by mail, from wherever it is fetched or delivered, and does what is decided about it, in one
 * transaction. Each mail is handled once, whoever brings it and however often. The only writer of `inbound_mails`.
 */
@Injectable()
export class InboundPost {
  constructor(
    private readonly database: Database,
    private readonly addresses: Addresses,
    private readonly consequences: Consequences,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers what was decided; `repeated` if the same mail was there before. A mail with something in it that the
   * database can never take is filed, and the team sees it: brought again it would fare no better. Throws only if the
   * database does, or we made a mistake.
   */
  async receive(received: ReceivedMail, run = inOne(this.database)): Promise<Decision['kind'] | 'repeated'> {
    const { raw, bytes = raw.length } = received;
    const mail = await read(raw, bytes);
    const registrationId = mail && this.registrationOf(mail, received.recipients ?? []);
    const fingerprint = fingerprintOf(raw.subarray(0, LARGEST_MAIL), mail?.messageId, registrationId);
    const arrival = { ...received, bytes, mail, registrationId, fingerprint };
    try {
      return await run((tx) => this.settle(tx, arrival));
    } catch (error) {
      if (!isDataRefused(error)) throw error;
      return run((tx) => this.settle(tx, { ...arrival, mail: undefined }));
    }
  }

  /** The mail as it came, with what it is about; undefined once it is forgotten. */
  async opened({ inboundId: id, eventId }: ForwardJob): Promise<OpenedMail | undefined> {
    const { reader } = this.database;
    const row = await reader.findOneBy(InboundMailRow, { id, eventId });
    const about = row?.registrationId ? await findInvitation(reader, row.registrationId) : undefined;
    if (!row?.raw || !about) return undefined;
    const { bytes, source } = row;
    const mail = await read(Buffer.from(this.secrets.open(row.raw, placeOf(id)), 'latin1'), bytes);
    return mail && { mail, bytes, source, ...about };
  }

  /** With the first key; answers how many there were to seal. */
  sealAnew(): Promise<number> {
    const { reader } = this.database;
    return sealColumnAnew(this.secrets, {
      read: (after, limit) => findKept(reader, after, limit),
      sealed: ({ raw }) => raw,
      place: placeOf,
      replace: ({ id, eventId, raw }, anew) => reader.update(InboundMailRow, { id, eventId, raw }, { raw: anew }),
      atOnce: SEALED_AT_ONCE,
    });
  }

  /** Nightly work. */
  async forgetOld(): Promise<void> {
    await forgetRaw(this.database.reader, new Date(this.clock.now().getTime() - KEPT_DAYS * DAY_MS));
  }

  private async settle(tx: Tx, arrival: Arrival): Promise<Decision['kind'] | 'repeated'> {
    const { mail, registrationId, fingerprint } = arrival;
    // Carried out in this order: the rows are read under the lock.
    const [, found, lastAnswer] = registrationId
      ? await Promise.all([
          lockAnswersOf(tx, registrationId),
          findInvitation(tx, registrationId),
          findLastAnswer(tx, registrationId),
        ])
      : [];
    const eventId = found?.eventId ?? NOWHERE;
    const id = newId();
    if (!(await claimMail(tx, id, eventId, fingerprint, this.clock.now()))) return 'repeated';
    const known = found && { ...found, begun: found.startsAt <= this.clock.now(), lastAnswer };
    const decision = mail ? decide(mail, known) : UNREADABLE;
    const why = await this.consequences.of(tx, decision, found && { ...found, registrationId: registrationId! }, {
      eventId,
      inboundId: id,
    });
    await this.write(tx, { id, eventId }, arrival, { ...decision, why });
    return decision.kind;
  }

  private async write(
    tx: Tx,
    at: { id: string; eventId: string },
    arrival: Arrival,
    decision: Decision,
  ): Promise<void> {
    const { raw, source, registrationId, bytes } = arrival;
    // Of large ones that nobody is to read nothing is kept, or whoever sends them would fill the disk.
    const worth = bytes <= LARGEST_MAIL || decision.kind === 'for-people';
    const head = raw.toString('latin1', 0, LARGEST_MAIL);
    const kept = worth ? this.secrets.seal(head, placeOf(at.id)) : null;
    const answer = 'answer' in decision ? decision.answer : undefined;
    const remembered = answer && {
      sequence: answer.sequence,
      stamp: answer.stamp,
      partStat: answer.attendees[0]?.partStat,
    };
    await tx.update(InboundMailRow, at, {
      registrationId: at.eventId === NOWHERE ? null : (registrationId ?? null),
      ...{ source, bytes, decision: decision.kind, why: decision.why, raw: kept },
      answer: remembered ?? null,
    });
  }

  /** From the surest to the least sure: envelope, what the mail server noted, To, and what the calendar part names. */
  private registrationOf(mail: InboundMail, envelope: readonly string[]): string | undefined {
    const organizers = mail.calendars.flatMap((text) => readAnswer(text)?.organizer ?? []);
    for (const address of [...envelope, ...mail.recipients, ...organizers]) {
      const found = this.addresses.registrationAt(address);
      if (found) return found.registrationId;
    }
    return undefined;
  }
}

interface Arrival extends ReceivedMail {
  readonly bytes: number;
  readonly mail: ReadMail | undefined;
  readonly registrationId: string | undefined;
  readonly fingerprint: Buffer;
}

/** SQLSTATE class 22, data exceptions (PostgreSQL manual, appendix A): a NUL in a text, a number out of range. */
function isDataRefused(error: unknown): boolean {
  return sqlState(error)?.startsWith('22') ?? false;
}

const UNREADABLE: Decision = { kind: 'filed', why: 'It could not be read.' };

async function read(raw: Buffer, bytes: number): Promise<ReadMail | undefined> {
  try {
    return { ...(await readInboundMail(raw.subarray(0, LARGEST_MAIL))), cut: bytes > LARGEST_MAIL };
  } catch {
    return undefined;
  }
}

/** Where a sealed mail belongs; it opens nowhere else. */
export function placeOf(id: string): string {
  return `inbound_mails/${id}`;
}

function fingerprintOf(raw: Buffer, messageId: string | undefined, registrationId: string | undefined): Buffer {
  const hash = createHash('sha256');
  return messageId === undefined
    ? hash.update(raw).digest()
    : hash.update(`${messageId}\0${registrationId ?? ''}`).digest();
}
