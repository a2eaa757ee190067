import type { FastifyRequest } from 'fastify';
import type { PublicUrl } from '#kernel';
import { ForeignOrigin } from './request-errors.js';

/**
 * Throws ForeignOrigin for a write that a browser did not send from our own pages (Fetch Metadata, or `Origin` where
 * a browser has none). Neither of them is a refusal too: then nobody vouches for it.
 */
export function mustBeFromHere({ method, headers }: FastifyRequest, site: PublicUrl): void {
  if (method === 'GET' || method === 'HEAD') return;
  const fetchSite = headers['sec-fetch-site'];
  const fromHere = fetchSite === undefined ? headers.origin === site.origin : fetchSite === 'same-origin';
  if (!fromHere) throw new ForeignOrigin();
}
