import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AlsoCloned } from '#admission';
import { ReminderRules } from './reminder-rules.service.js';
import { InvitationTemplates } from './templates.service.js';

/** Takes the words and the reminders along when an event is cloned. Guests are invited anew, or not. */
@Injectable()
export class ClonedWithEvent implements OnModuleInit {
  constructor(
    private readonly others: AlsoCloned,
    private readonly templates: InvitationTemplates,
    private readonly rules: ReminderRules,
  ) {}

  onModuleInit(): void {
    this.others.add((tx, cloned) => this.templates.copy(tx, cloned));
    this.others.add((tx, cloned) => this.rules.copy(tx, cloned));
  }
}
