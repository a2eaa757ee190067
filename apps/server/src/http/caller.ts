import type { FastifyRequest } from 'fastify';
import type { Caller } from '#staff';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who sends a request of the admin API, as its guard has found out; undefined elsewhere. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request);
}

export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}
