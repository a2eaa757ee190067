import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiKeys, type Caller, TeamSessions } from '#staff';

/** Who sends a request of the admin API. */
@Injectable()
export class Recognition {
  private readonly known = new WeakMap<FastifyRequest, Promise<Caller | undefined>>();

  constructor(
    private readonly keys: ApiKeys,
    private readonly sessions: TeamSessions,
  ) {}

  /** Looked up once for all who ask while the request is being answered. */
  of(request: FastifyRequest): Promise<Caller | undefined> {
    const known = this.known.get(request) ?? this.asOfNow(request);
    this.known.set(request, known);
    return known;
  }

  /** For who has asked long before the answer: the next one looks again. */
  forget(request: FastifyRequest): void {
    this.known.delete(request);
  }

  /**
   * By the key if one is sent, or anything that looks like one; by the session's cookie otherwise. Asked again while
   * a stream is open.
   */
  async asOfNow({ headers, ip }: FastifyRequest): Promise<Caller | undefined> {
    if (headers.authorization === undefined) return this.sessions.recognise(headers.cookie, ip);
    const sent = /^Bearer (\S+)$/i.exec(headers.authorization)?.[1];
    return sent === undefined ? undefined : this.keys.recognise(sent, ip);
  }
}
