import type { FastifyRequest } from 'fastify';

/**
 * Where a request goes: the pattern of its route, so that an address written in another way
 * (`/%6danage/…`) is the same place; the bare path where there is no route.
 */
export function placeOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url.split('?')[0]!;
}
