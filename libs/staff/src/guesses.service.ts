import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '#database';
import { Secrets } from '#kernel';
import { TooManyGuesses } from './staff.errors.js';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * An office shares one address, so that it may be wrong more often than one account. The last is NIST's limit
 * (SP 800-63B-4 §3.2.2): after so many wrong ones without a right one, only a new password by mail helps.
 */
const LIMITS = {
  address: { points: 60, duration: 15 * MINUTE },
  account: { points: 10, duration: 15 * MINUTE },
  'account in the long run': { points: 100, duration: 30 * DAY },
  /** One code opens once (RFC 6238 §5.2), as long as it is valid anywhere. */
  code: { points: 1, duration: 3 * MINUTE },
} as const;
type Limit = keyof typeof LIMITS;

/**
 * Slows guessing, by account and by address, the same for accounts that do not exist. Counted before the guess is
 * looked at, so that many at once are no way around it; in the table `rate_limits`, for all processes. The price:
 * somebody can keep another from signing in by password for a while, though not by passkey or provider.
 */
@Injectable()
export class Guesses {
  private readonly limiters: Readonly<Record<Limit, RateLimiterPostgres>>;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
  ) {
    const limiter = (name: Limit) =>
      new RateLimiterPostgres({
        storeClient: database.pool,
        tableName: 'rate_limits',
        tableCreated: true,
        keyPrefix: `guess ${name}`,
        // One of them clears the table for all.
        clearExpiredByTimeout: name === 'address',
        ...LIMITS[name],
      });
    this.limiters = {
      address: limiter('address'),
      account: limiter('account'),
      'account in the long run': limiter('account in the long run'),
      code: limiter('code'),
    };
  }

  /** Before a guess is looked at. `account` is an address of mail, whether or not somebody has it. Throws TooManyGuesses. */
  async begin(account: string | undefined, address: string): Promise<void> {
    await this.count('address', address);
    if (account === undefined) return;
    await this.count('account', account);
    await this.count('account in the long run', account);
  }

  /** It was right: the account starts anew, and the address has one guess back. */
  async right(account: string | undefined, address: string): Promise<void> {
    await this.limiters.address.reward(this.keyOf(address));
    if (account !== undefined) await this.forget(account);
  }

  /** Whoever has set a new password by a mailed link need not pay for those who guessed the old one. */
  async forget(account: string): Promise<void> {
    await this.limiters.account.delete(this.keyOf(account));
    await this.limiters['account in the long run'].delete(this.keyOf(account));
  }

  /** Whether nobody has used the member's code yet. */
  async isFirstUse(memberId: string, code: string): Promise<boolean> {
    try {
      await this.limiters.code.consume(this.keyOf(`${memberId} ${code}`));
      return true;
    } catch (error) {
      if (error instanceof RateLimiterRes) return false;
      throw error;
    }
  }

  private async count(limit: Limit, who: string): Promise<void> {
    try {
      await this.limiters[limit].consume(this.keyOf(who));
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new TooManyGuesses(Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  }

  /** Under a signature, so that the table tells nobody who has an account. */
  private keyOf(who: string): string {
    return this.secrets.sign('guess', who);
  }
}
