import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, insertRows, type Tx } from '#database';
import { Jobs } from '#jobs';
import { Clock, instantAt, zoned } from '#kernel';
import { AuditTrail, WORKER } from '#staff';
import { InvitationRecords } from './invitation-records.service.js';
import { Reminder } from './reminder.entity.js';
import { findRuleGrounds, lockUnreminded, markCalledOff, type RuleGround } from './reminders.queries.js';

/** So many are locked at once, for some hundredths of a second. */
const AT_ONCE = 200;
/** After that a reminder has been missed: whoever was down so long does not wake people up with what is old. */
const GRACE_MS = 24 * 60 * 60_000;

/** Reminds those who have not answered, each by each rule once, and tells those that it is off to which they were asked. */
@Injectable()
export class Reminders implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly records: InvitationRecords,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('invitation.remind', 1, () => this.run().then(() => undefined));
    this.jobs.repeat('invitation.remind', '*/5 * * * *');
  }

  /** Answers how many mails were queued; safe to run in several processes at once. */
  async run(): Promise<number> {
    const now = this.clock.now();
    let count = 0;
    for (const ground of await findRuleGrounds(this.database.reader, now)) {
      const due = dueAt(ground);
      const late = now.getTime() - due.getTime();
      if (late < 0 || late >= GRACE_MS || ground.madeAt > due) continue;
      count += await this.inBatches((tx) => this.remind(tx, ground, due));
    }
    return count + (await this.inBatches((tx) => this.callOff(tx)));
  }

  private async inBatches(batch: (tx: Tx) => Promise<number>): Promise<number> {
    for (let count = 0; ;) {
      const done = await this.database.transaction(batch);
      count += done;
      if (done < AT_ONCE) return count;
    }
  }

  private async remind(tx: Tx, ground: RuleGround, due: Date): Promise<number> {
    const reached = await lockUnreminded(tx, ground, due, AT_ONCE);
    const { ruleId } = ground;
    const createdAt = this.clock.now();
    insertRows(
      tx,
      Reminder,
      reached.map(({ id: invitationId, eventId }) => ({ invitationId, eventId, ruleId, createdAt })),
    );
    const deeds = reached.map(({ id: subjectId, eventId }) => ({ kind: 'invitation.reminded', subjectId, eventId }));
    if (deeds.length > 0) this.audit.record(tx, WORKER, ...deeds);
    await this.records.tell(tx, reached, 'invitation-reminder');
    return reached.length;
  }

  private async callOff(tx: Tx): Promise<number> {
    const reached = await markCalledOff(tx, this.clock.now(), AT_ONCE);
    await this.records.tell(tx, reached, 'invitation-withdrawn');
    return reached.length;
  }
}

/** On the calendar of the venue, at a time of its clock. */
function dueAt({ answerBy, timeZone, daysBefore, atTime }: RuleGround): Date {
  const day = zoned(answerBy, timeZone).toPlainDate().subtract({ days: daysBefore });
  return instantAt(`${day.toString()}T${atTime}`, timeZone);
}
