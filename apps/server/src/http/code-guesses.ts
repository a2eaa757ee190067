import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { DomainError, Secrets } from '#kernel';

const MINUTE = 60;

export class TooManyCodes extends DomainError {
  readonly code = 'too_many_codes';
  readonly status = 429;
  constructor(override readonly retryAfter: number) {
    super(
      `Too many wrong codes have come from where you are. Please try again in ${Math.ceil(retryAfter / MINUTE)} minutes.`,
    );
  }
}

/**
 * Slows who guesses codes, by address, the same whether or not a session has any; in the table `rate_limits`, for all
 * processes. Only wrong codes count, since a whole office may use a right one at the same moment. The price: tries that
 * are under way together when the limit is reached are all looked at; there `tries` bounds them.
 */
@Injectable()
export class CodeGuesses {
  private readonly wrong: RateLimiterPostgres | undefined;
  private readonly tries: RateLimiterPostgres | undefined;

  /** So many wrong codes in a quarter of an hour; 0 for any number. */
  constructor(
    source: DataSource,
    private readonly secrets: Secrets,
    points: number,
  ) {
    if (points === 0) return;
    const storeClient: unknown = (source.driver as unknown as { readonly master: unknown }).master;
    const table = { storeClient, tableName: 'rate_limits', tableCreated: true };
    this.wrong = new RateLimiterPostgres({ ...table, keyPrefix: 'wrong code', points, duration: 15 * MINUTE });
    this.tries = new RateLimiterPostgres({ ...table, keyPrefix: 'code', points: 15 * points, duration: MINUTE });
  }

  /** What `look` answers; code_unknown of it is a wrong guess. Throws TooManyCodes before it looks. */
  async guess<Answer>(address: string, look: () => Promise<Answer>): Promise<Answer> {
    if (!this.wrong || !this.tries) return look();
    const who = this.secrets.sign('code guess', address);
    await count(this.tries, who);
    const before = await this.wrong.get(who);
    if (before && before.remainingPoints <= 0) throw tooMany(before);
    try {
      return await look();
    } catch (error) {
      if (error instanceof DomainError && error.code === 'code_unknown') await count(this.wrong, who);
      throw error;
    }
  }
}

async function count(limiter: RateLimiterPostgres, who: string): Promise<void> {
  try {
    await limiter.consume(who);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw tooMany(error);
    throw error;
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): TooManyCodes {
  return new TooManyCodes(Math.max(1, Math.ceil(msBeforeNext / 1000)));
}

/** For the pages and the API, which count together. */
@Module({})
export class CodeGuessesModule {
  static with(services: DynamicModule, points: number): DynamicModule {
    return {
      module: CodeGuessesModule,
      imports: [services],
      providers: [
        {
          provide: CodeGuesses,
          inject: [DataSource, Secrets],
          useFactory: (source: DataSource, secrets: Secrets) => new CodeGuesses(source, secrets, points),
        },
      ],
      exports: [CodeGuesses],
    };
  }
}
