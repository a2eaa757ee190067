import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { Bell } from '#changes';
import { Meter } from '#kernel';
import { LiveStreams } from '../live/live-streams.service.js';
import type { Load } from '../http/overload.js';
import { HouseFigures } from './house-figures.service.js';
import { gauge, readCounter } from './shown-when-asked.js';

/**
 * What this process does, and what the database says of all of them; one registry a process, so that tests do not
 * meet each other. docs/metrics.md tells operators which is which.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'gatehouse_http_request_seconds',
    help: 'Time to answer a request, by route pattern, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  private readonly registrations = new Counter({
    name: 'gatehouse_registrations_total',
    help: 'Times that somebody asked for places, by what became of it: confirmed, unverified, replayed, or a refusal.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly batches = new Histogram({
    name: 'gatehouse_registration_batch_size',
    help: 'Registrations settled in one transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'gatehouse_refusals_total',
    help: 'Requests answered with a problem document or the page of one, by its code.',
    labelNames: ['code'],
    registers: [this.registry],
  });

  constructor(
    meter: Meter,
    private readonly bell: Bell,
    private readonly streams: LiveStreams,
    private readonly figures: HouseFigures,
  ) {
    collectDefaultMetrics({ register: this.registry });
    meter.listen((measured) => {
      if (measured.what === 'batch') this.batches.observe(measured.size);
      else this.registrations.inc({ outcome: measured.outcome });
    });
  }

  watch(server: FastifyInstance, load: Load): void {
    this.showProcess(load);
    this.showHouse();
    server.addHook('onResponse', (request, reply, done) => {
      // A stream is not slow because somebody watches for long.
      if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return done();
      const route = request.routeOptions.url ?? 'none';
      this.requests.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  refused(code: string): void {
    this.refusals.inc({ code });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Read when somebody asks: refusing must stay cheap. */
  private showProcess(load: Load): void {
    const { registry } = this;
    readCounter(
      registry,
      'gatehouse_http_refused_total',
      'Requests refused because there were too many.',
      () => load.refused,
    );
    gauge(registry, 'gatehouse_http_requests', 'Requests being worked on, and requests waiting for that.', async () => [
      { labels: { state: 'under_way' }, value: load.underWay },
      { labels: { state: 'waiting' }, value: load.waiting },
    ]);
    gauge(registry, 'gatehouse_live_streams', 'Streams that are open in this process.', async () => [
      { labels: {}, value: this.streams.count },
    ]);
    gauge(
      registry,
      'gatehouse_bell_heard',
      'Whether this process is woken by the database (1) or looks by itself (0).',
      async () => [{ labels: {}, value: this.bell.isHeard ? 1 : 0 }],
    );
  }

  private showHouse(): void {
    const { registry, figures } = this;
    gauge(registry, 'gatehouse_jobs', 'Jobs of all processes, by queue and state.', async () =>
      ((await figures.read())?.jobs ?? []).map(({ queue, state, jobs }) => ({ labels: { queue, state }, value: jobs })),
    );
    gauge(registry, 'gatehouse_messages', 'Mails of all processes, by state.', async () =>
      byState((await figures.read())?.messages),
    );
    gauge(registry, 'gatehouse_webhook_deliveries', 'Deliveries to webhooks in the log, by state.', async () =>
      byState((await figures.read())?.deliveries),
    );
  }
}

function byState(counts: Readonly<Record<string, number>> = {}) {
  return Object.entries(counts).map(([state, value]) => ({ labels: { state }, value }));
}
