import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '#jobs';
import type { SendJob } from '#mail';
import { RegistrationModule } from '#registration';
import { CalendarFiles } from './calendar-files.service.js';
import { NoticePost } from './notice-post.service.js';
import { NoticeSender } from './notice-sender.service.js';
import { TryAgain } from './try-again.service.js';

/** Each holds a database connection while the mail server answers. */
const AT_ONCE = 3;

@Module({
  imports: [RegistrationModule],
  providers: [CalendarFiles, NoticePost, NoticeSender, TryAgain],
  exports: [CalendarFiles, NoticeSender],
})
export class NoticesModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sender: NoticeSender,
  ) {}

  onModuleInit(): void {
    this.jobs.handle<SendJob>('notice.send', AT_ONCE, ({ messages }) => this.sender.sendAll(messages));
  }
}
