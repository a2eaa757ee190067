import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import { Jobs } from '#jobs';
import { BallotClosing } from './ballot-closing.service.js';
import { BallotSettling } from './ballot-settling.service.js';
import { findDue } from './ballots.queries.js';

/** Once a minute: what ballots are due for. */
@Injectable()
export class BallotWork implements OnModuleInit {
  private readonly log = new Logger('Ballots');

  constructor(
    private readonly database: Database,
    private readonly closing: BallotClosing,
    private readonly settling: BallotSettling,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.handle('ballot.due', 1, () => this.doDue());
    this.jobs.repeat('ballot.due', '* * * * *');
  }

  /** One ballot after the other; one that fails keeps no other from its draw. Throws the first failure. */
  async doDue(): Promise<void> {
    const failures: unknown[] = [];
    for (const id of await findDue(this.database.reader, this.clock.now())) {
      await this.goOn(id).catch((error: unknown) => {
        this.log.error({ err: error, ballotId: id }, 'A ballot could not go on.');
        failures.push(error);
      });
    }
    if (failures.length > 0) throw failures[0];
  }

  private async goOn(id: string): Promise<void> {
    await this.database.transaction((tx) => this.closing.endWithEvent(tx, id));
    await this.database.transaction((tx) => this.closing.closeIfDue(tx, id));
    await this.database.transaction((tx) => this.closing.drawIfDue(tx, id));
    await this.settling.settle(id);
  }
}
