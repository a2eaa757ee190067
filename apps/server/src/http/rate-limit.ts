import { type CanActivate, type ExecutionContext, Inject, Injectable, Logger, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import type { Configuration } from '#kernel';
import { Secrets } from '#kernel';
import { Recognition } from './recognition.js';
import { TooManyRequests } from './request-errors.js';

/** Requests per minute from one address, or of one caller of the admin API. Generous: a hospital shares one address. */
const PER_MINUTE = { register: 600, manage: 600, lookup: 20, admin: 1200 } as const;
export type Limit = keyof typeof PER_MINUTE;
/** Wrong codes from one address in a quarter of an hour; see CodeGuesses. */
const WRONG_CODES = 20;

/** Their place in the container: requests a minute. */
export const RATE_LIMITS = Symbol('rate limits');

const METADATA = 'gatehouse:limit';

export const Limited = (limit: Limit): MethodDecorator & ClassDecorator => SetMetadata(METADATA, limit);

/** `off`, or like `register=600,lookup=20`; 0 switches one limit off. */
export function limitsFrom(setting: Configuration['RATE_LIMITS']): Record<Limit | 'code', number> {
  if (setting === 'off') return { register: 0, manage: 0, lookup: 0, admin: 0, code: 0 };
  const pairs = setting.split(',').filter(Boolean);
  const given = Object.fromEntries(
    pairs.map((pair): [string, number] => [pair.split('=')[0]!, Number(pair.split('=')[1])]),
  );
  return { ...PER_MINUTE, code: WRONG_CODES, ...given };
}

/**
 * Limits shared by all processes through the table `rate_limits`. If the counters cannot be reached
 * the request goes on: keeping people out is the smaller harm of the two only for an attacker.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly log = new Logger('RateLimit');
  private readonly limiters: ReadonlyMap<string, RateLimiterPostgres>;

  private readonly counted = new WeakSet<FastifyRequest>();

  constructor(
    private readonly reflector: Reflector,
    private readonly secrets: Secrets,
    private readonly recognition: Recognition,
    source: DataSource,
    @Inject(RATE_LIMITS) limits: Record<Limit, number>,
  ) {
    const storeClient: unknown = (source.driver as unknown as { readonly master: unknown }).master;
    this.limiters = new Map(
      Object.entries(limits)
        .filter(([, points]) => points > 0)
        .map(([keyPrefix, points]) => [
          keyPrefix,
          new RateLimiterPostgres({
            storeClient,
            tableName: 'rate_limits',
            tableCreated: true,
            keyPrefix,
            points,
            duration: 60,
          }),
        ]),
    );
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.getAllAndOverride<Limit | undefined>(METADATA, [
      context.getHandler(),
      context.getClass(),
    ]);
    const http = context.switchToHttp();
    if (name) await this.count(name, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }

  /** Counts a request once, whoever comes first to it. Throws TooManyRequests. */
  async count(name: Limit, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const limiter = this.limiters.get(name);
    if (!limiter || this.counted.has(request)) return;
    this.counted.add(request);
    // Under a signature, so that the table tells nobody who came.
    const used = await this.consume(limiter, this.secrets.sign('rate', await this.senderOf(name, request)));
    if (!used) return;
    const seconds = Math.max(1, Math.ceil(used.result.msBeforeNext / 1000));
    // draft-ietf-httpapi-ratelimit-headers
    reply.header('ratelimit-policy', `"${name}";q=${limiter.points};w=60`);
    reply.header('ratelimit', `"${name}";r=${Math.max(0, used.result.remainingPoints)};t=${seconds}`);
    if (used.refused) throw new TooManyRequests(seconds);
  }

  /**
   * At the admin API a key, or a member at however many browsers, is counted on its own, so that an office with one
   * address is many. Whoever is not recognised is their address, whatever they send: a header must not make somebody
   * else of it. The price is a look at the key or session before it is known whether there were too many.
   */
  private async senderOf(limit: Limit, request: FastifyRequest): Promise<string> {
    const caller = limit === 'admin' ? await this.recognition.of(request) : undefined;
    return caller ? `${caller.kind} ${caller.id}` : request.ip;
  }

  private async consume(limiter: RateLimiterPostgres, caller: string) {
    try {
      return { result: await limiter.consume(caller), refused: false };
    } catch (error) {
      if (error instanceof RateLimiterRes) return { result: error, refused: true };
      this.log.error({ err: error }, 'The rate limits cannot be counted.');
      return undefined;
    }
  }
}
