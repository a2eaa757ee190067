import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Load } from '../http/overload.js';

/** Counts what this process does; one registry a process, so that tests do not meet each other. */
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  watch(server: FastifyInstance, load: Load): void {
    this.show(load);
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      this.requests.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  /** Read when somebody asks: refusing must stay cheap. */
  private show(load: Load): void {
    const refused = new Counter({
      name: 'gatehouse_http_refused_total',
      help: 'Requests refused because there were too many.',
      registers: [],
      collect() {
        this.reset();
        this.inc(load.refused);
      },
    });
    const requests = new Gauge({
      name: 'gatehouse_http_requests',
      help: 'Requests being worked on, and requests waiting for that.',
      labelNames: ['state'],
      registers: [],
      collect() {
        this.set({ state: 'under_way' }, load.underWay);
        this.set({ state: 'waiting' }, load.waiting);
      },
    });
    this.registry.registerMetric(refused);
    this.registry.registerMetric(requests);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
