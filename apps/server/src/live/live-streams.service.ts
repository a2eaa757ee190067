import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Bell } from '#changes';
import { NOWHERE } from '#kernel';
import type { Caller } from '#staff';
import { Recognition } from '../http/recognition.js';
import { EventStream } from './event-stream.js';
import { StreamsFull, TooManyStreams } from './live.errors.js';

/** Of one process. A stream costs some ten kilobytes, and at most what `EventStream` keeps unread. */
const MOST = 1000;
const MOST_OF_ONE = 20;
/** Shorter than any proxy waits, and than the server's own limit for connections on which nothing moves. */
const BEAT_MS = 15_000;
const ASK_AGAIN_MS = 30_000;
/** What concerns no event may concern callers: then they are asked for sooner, but not all the time. */
const ASK_SOON_MS = 1000;

interface Open {
  readonly stream: EventStream;
  readonly caller: string;
  readonly request: FastifyRequest;
  readonly mayStay: (caller: Caller) => boolean;
}

/** The streams that are open: how many there may be, what keeps them alive, and what ends them. */
@Injectable()
export class LiveStreams implements OnModuleInit, OnModuleDestroy {
  private readonly open = new Set<Open>();
  private readonly timers: NodeJS.Timeout[] = [];
  private askingSoon: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly bell: Bell,
    private readonly recognition: Recognition,
  ) {}

  get count(): number {
    return this.open.size;
  }

  onModuleInit(): void {
    this.timers.push(
      setInterval(() => this.beat(), BEAT_MS).unref(),
      setInterval(() => void this.askAgain(), ASK_AGAIN_MS).unref(),
    );
    this.bell.listen((rung) => {
      if (rung?.has(NOWHERE) && this.open.size > 0) this.askSoon();
    });
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.askingSoon);
  }

  /** At an orderly stop streams end first: the server waits for the answers under way. */
  endWith(server: FastifyInstance): void {
    server.addHook('preClose', (done) => {
      this.closing = true;
      for (const { stream } of this.open) stream.end();
      done();
    });
  }

  /** A new stream, for as long as the caller may stay. Throws StreamsFull or TooManyStreams. */
  admit(request: FastifyRequest, caller: Caller, mayStay: (caller: Caller) => boolean): EventStream {
    const name = nameOf(caller);
    if (this.closing || this.open.size >= MOST) throw new StreamsFull();
    const own = [...this.open].filter((one) => one.caller === name).length;
    if (own >= MOST_OF_ONE) throw new TooManyStreams(MOST_OF_ONE);
    const one = { stream: new EventStream(), caller: name, request, mayStay };
    this.open.add(one);
    one.stream.once('close', () => this.open.delete(one));
    return one.stream;
  }

  private beat(): void {
    for (const { stream } of this.open) stream.beat();
  }

  private askSoon(): void {
    this.askingSoon ??= setTimeout(() => {
      this.askingSoon = undefined;
      void this.askAgain();
    }, ASK_SOON_MS).unref();
  }

  /** Whether who watches still may: one read for all streams of a key or session. Where nobody can tell, they stay for now. */
  private async askAgain(): Promise<void> {
    for (const streams of Map.groupBy(this.open, ({ request }) => credentialsOf(request)).values()) {
      try {
        const caller = await this.recognition.asOfNow(streams[0]!.request);
        for (const { stream, mayStay } of streams) if (!caller || !mayStay(caller)) stream.end();
      } catch {
        // The database is away; the next look comes soon.
      }
    }
  }
}

function credentialsOf({ headers }: FastifyRequest): string {
  return headers.authorization ?? headers.cookie ?? '';
}

/** A person is one, from however many places they have signed in. */
function nameOf({ kind, id }: Caller): string {
  return `${kind} ${id}`;
}
