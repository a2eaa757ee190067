import type { FastifyRequest } from 'fastify';

/**
 * Where a request goes: the pattern of its route, so that an address written in another way
 * (`/%6danage/…`) is the same place; the bare path where there is no route.
 */
export function placeOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions.url ?? url.split('?')[0]!;
}

/** All behind the first question mark, as it came: a second one is part of it. */
export function queryOf({ url }: FastifyRequest): string {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}
