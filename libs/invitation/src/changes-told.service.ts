import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#kernel';
import { AlsoTold } from '#registration';
import { findUnanswered, markToldOfCallingOff } from './changes-told.queries.js';

/** Has guests told who were invited and have not answered, when they would come at another time or to another place. */
@Injectable()
export class ChangesToldToGuests implements OnModuleInit {
  constructor(
    private readonly others: AlsoTold,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.others.add({
      candidate: 'invitation',
      message: 'invitation-changed',
      unsent: ['invitation'],
      knowRoom: true,
      silence: (tx, changed) => markToldOfCallingOff(tx, changed, this.clock.now()),
      find: findUnanswered,
    });
  }
}
