import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#kernel';
import { placeOf, queryOf } from './place-of.js';
import { CrossSiteForm, MalformedUrl } from './request-errors.js';

/** Nothing from elsewhere, nothing inline, nothing framed. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The API's reader sets styles on its elements; it has no part in anybody's places. */
const DOCS_POLICY = PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

export interface SafetyOptions {
  /** Whether the site is reached by https, so that browsers may be told to insist on it. */
  readonly https: boolean;
}

/**
 * What every answer carries and every request must pass. A manage link stands in the address of its
 * page, so pages send no referrer at all and are never kept by a cache.
 */
export function useSafety(server: FastifyInstance, { https }: SafetyOptions): void {
  server.addHook('onRequest', (request, reply, done) => {
    carrySafety(request, reply, { https });
    done(refusal(request));
  });
}

/** The headers of every answer; for answers that no hook sees, too. */
export function carrySafety(request: FastifyRequest, reply: FastifyReply, { https }: SafetyOptions): void {
  reply.headers(HEADERS).header('x-request-id', request.id);
  reply.header('content-security-policy', placeOf(request).startsWith('/api/docs') ? DOCS_POLICY : PAGE_POLICY);
  // A form of the team's pages must say where it comes from, which `no-referrer` would keep it from.
  reply.header('referrer-policy', isForTeam(request) ? 'same-origin' : 'no-referrer');
  if (https) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  if (isPersonal(request)) reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
}

function isPersonal(request: FastifyRequest): boolean {
  return /^\/(manage|check|team|api\/v1\/(registrations|admin|auth)|calendar\/(registrations|own))\b/.test(
    placeOf(request),
  );
}

function isForTeam(request: FastifyRequest): boolean {
  return /^\/team\b/.test(placeOf(request));
}

function refusal(request: FastifyRequest): Error | undefined {
  const [path] = request.url.split('?', 1);
  // Neither stands in a path (RFC 3986 §3.3), and not all who read one agree what it is then. In a query browsers do
  // send a backslash.
  if (request.url.includes('#') || path!.includes('\\')) return new MalformedUrl();
  // A NUL is in none of our names and PostgreSQL refuses it in text.
  if (path!.includes('%00')) return new NotFound('page');
  if (queryOf(request).includes('%00')) return new MalformedUrl();
  return isCrossSiteWrite(request) ? new CrossSiteForm() : undefined;
}

/**
 * Forms are taken from our own pages only (Fetch Metadata; `Origin` for browsers without it). The
 * pages know nobody by cookie, so there is little to forge; this keeps other sites from
 * registering people through a visitor's browser.
 */
function isCrossSiteWrite(request: FastifyRequest): boolean {
  const { method, headers } = request;
  if (method === 'GET' || method === 'HEAD' || placeOf(request).startsWith('/api/')) return false;
  if (isForTeam(request)) return false; // those know people by cookie, and have a stricter guard
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && origin !== 'null' && URL.canParse(origin) && new URL(origin).host !== host;
}
