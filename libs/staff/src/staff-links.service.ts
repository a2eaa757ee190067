import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock, newId, openSignedId, PublicUrl, Secrets, signedId } from '#kernel';
import { Member } from './member.entity.js';
import { StaffLinkNotValid } from './staff.errors.js';
import { StaffLink } from './staff-link.entity.js';
import { endLinks } from './staff.queries.js';

const PURPOSE = 'staff-link';
const HOUR_MS = 60 * 60_000;
const VALID_MS: Readonly<Record<StaffLink['purpose'], number>> = { invitation: 7 * 24 * HOUR_MS, password: HOUR_MS };

/** What a letter with a link says. */
export interface StaffLinkFacts {
  readonly purpose: StaffLink['purpose'];
  readonly name: string;
  readonly email: string;
  readonly url: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What the job `staff.letter` carries. */
export interface StaffLetterJob {
  readonly linkId: string;
}

/** A link that works, whose it is, and the moment at which it was looked at. */
export interface OpenLink {
  readonly link: StaffLink;
  readonly member: Member;
  readonly now: Date;
}

/** Links with which members set their passwords. The row says whether one still works, the signature who holds it. */
@Injectable()
export class StaffLinks {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Makes one and leaves the job that mails it. */
  async send(tx: Tx, memberId: string, purpose: StaffLink['purpose']): Promise<StaffLink> {
    const link = await this.make(tx, memberId, purpose);
    await this.jobs.enqueue(tx, 'staff.letter', [{ linkId: link.id } satisfies StaffLetterJob]);
    return link;
  }

  /** The member's only one from now on. */
  async make(tx: Tx, memberId: string, purpose: StaffLink['purpose']): Promise<StaffLink> {
    const createdAt = this.clock.now();
    endLinks(tx, memberId, createdAt);
    const expiresAt = new Date(createdAt.getTime() + VALID_MS[purpose]);
    const link: StaffLink = { id: newId(), memberId, purpose, createdAt, expiresAt, endedAt: null };
    await tx.insert(StaffLink, link);
    return link;
  }

  url({ id }: StaffLink): string {
    return `${this.site.base}/team/password/${signedId(this.secrets, PURPOSE, id)}`;
  }

  /** Link and member are locked until the end of the transaction. Throws StaffLinkNotValid. */
  async open(tx: Tx, token: string): Promise<OpenLink> {
    const id = openSignedId(this.secrets, PURPOSE, token);
    const link = id && (await tx.findOne(StaffLink, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    if (!link || !this.works(link)) throw new StaffLinkNotValid();
    const member = await tx.findOne(Member, { where: { id: link.memberId }, lock: { mode: 'pessimistic_write' } });
    if (!member || member.disabledAt) throw new StaffLinkNotValid();
    return { link, member, now: this.clock.now() };
  }

  /** For the letter; undefined if it need not be sent any more. */
  async facts(id: string): Promise<StaffLinkFacts | undefined> {
    const link = await this.database.reader.findOneBy(StaffLink, { id });
    const member = link && (await this.database.reader.findOneBy(Member, { id: link.memberId }));
    if (!link || !member || !this.works(link) || member.disabledAt) return undefined;
    const { purpose, createdAt, expiresAt } = link;
    return { purpose, name: member.name, email: member.email, url: this.url(link), createdAt, expiresAt };
  }

  private works({ endedAt, expiresAt }: StaffLink): boolean {
    return endedAt === null && expiresAt > this.clock.now();
  }
}
