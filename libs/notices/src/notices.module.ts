import { Module, type OnModuleInit } from '@nestjs/common';
import { BallotModule } from '#ballot';
import { InvitationModule } from '#invitation';
import { Jobs } from '#jobs';
import type { SendJob } from '#mail';
import { RegistrationModule } from '#registration';
import type { ForwardJob } from '#replies';
import type { StaffLetterJob } from '#staff';
import { BallotTeller } from './ballot-teller.service.js';
import { CalendarFiles } from './calendar-files.service.js';
import { CandidatePost } from './candidate-post.service.js';
import { CandidateSender } from './candidate-sender.service.js';
import { ForwardedMail } from './forwarded-mail.service.js';
import { InvitationTeller } from './invitation-teller.service.js';
import { NoticePost } from './notice-post.service.js';
import { NoticeSender } from './notice-sender.service.js';
import { StaffLetters } from './staff-letters.service.js';
import { Tellers } from './tellers.js';
import { WaitingListModule } from '#waiting-list';
import { WaitingTeller } from './waiting/waiting-teller.service.js';
import { TryAgain } from './try-again.service.js';

/** Each holds a database connection while the mail server answers. */
const AT_ONCE = 4;

@Module({
  imports: [BallotModule, InvitationModule, RegistrationModule, WaitingListModule],
  providers: [
    BallotTeller,
    CalendarFiles,
    CandidatePost,
    CandidateSender,
    ForwardedMail,
    InvitationTeller,
    NoticePost,
    NoticeSender,
    StaffLetters,
    Tellers,
    TryAgain,
    WaitingTeller,
  ],
  exports: [CalendarFiles, CandidateSender, InvitationTeller, NoticeSender, StaffLetters],
})
export class NoticesModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sender: NoticeSender,
    private readonly candidates: CandidateSender,
    private readonly letters: StaffLetters,
    private readonly forwarded: ForwardedMail,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<SendJob>('notice.send', AT_ONCE, ({ messages }) => this.sender.sendAll(messages));
    this.jobs.handle<SendJob>('notice.tell', 1, ({ messages }) => this.candidates.sendAll(messages));
    this.jobs.handle<ForwardJob>('replies.forward', 1, (job) => this.forwarded.send(job));
    this.jobs.handle<StaffLetterJob>('staff.letter', 1, (job) => this.letters.send(job));
  }
}
