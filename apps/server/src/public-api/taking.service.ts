import { Injectable } from '@nestjs/common';
import { Entrance } from '#invitation';
import type { RegisterCall, Registered } from '#registration';
import { CodeGuesses } from '../http/code-guesses.js';

/** Takes places for whom the API asks; who guesses codes there is slowed. */
@Injectable()
export class Taking {
  constructor(
    private readonly entrance: Entrance,
    private readonly guesses: CodeGuesses,
  ) {}

  /** Throws TooManyCodes and what Entrance throws. */
  async take(call: RegisterCall, address: string): Promise<Registered> {
    if (call.body.poolCode === undefined) return this.entrance.register(call);
    return this.guesses.guess(address, () => this.entrance.register(call));
  }
}
