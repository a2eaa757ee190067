import { Injectable } from '@nestjs/common';
import { type Entered, Entering } from '#ballot';
import type { EnterBody } from '#contracts';
import { Database, KeptRefusal, KeyedTransaction, type Once } from '#database';
import { identityOf } from '../forms/form-identity.js';

/** Takes the entry that a form asks for. */
@Injectable()
export class EntryTaking {
  constructor(
    private readonly database: Database,
    private readonly keyed: KeyedTransaction,
    private readonly entering: Entering,
  ) {}

  /** The same form with the same words in it enters once. A refusal is not held against a person who tries again. */
  async take(ballotId: string, body: EnterBody, formKey: string, requestId: string): Promise<Entered> {
    const kept = formKey === '' ? undefined : await this.once(ballotId, body, formKey, requestId);
    return kept?.answer ?? this.database.transaction((tx) => this.entering.enter(tx, ballotId, body, 'web'));
  }

  private async once(
    ballotId: string,
    body: EnterBody,
    formKey: string,
    requestId: string,
  ): Promise<Once<Entered> | undefined> {
    try {
      const call = { idempotency: identityOf(body, formKey), requestId };
      return await this.keyed.once(call, (tx) => this.entering.enter(tx, ballotId, body, 'web'));
    } catch (error) {
      if (error instanceof KeptRefusal) return undefined;
      throw error;
    }
  }
}
