/**
 * A client of the API in TypeScript: openapi-typescript makes `api.d.ts` from the document of a running server,
 * openapi-fetch calls what stands in it, and the compiler knows every parameter and every answer.
 *
 *     npx openapi-typescript http://localhost:3000/api/v1/openapi.json -o api.d.ts
 *     BASE=http://localhost:3000 KEY=ghk_… node client.ts
 */
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const { BASE = 'http://localhost:3000', KEY = '' } = process.env;
const api = createClient<paths>({ baseUrl: BASE, headers: { authorization: `Bearer ${KEY}` } });

/** The answer, or an error that says why there is none: every refusal is a problem document. */
function granted<T>({ data, error }: { data?: T; error?: { code: string; detail: string } }): T {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

const made = await api.POST('/api/v1/admin/venues', {
  headers: { 'Idempotency-Key': crypto.randomUUID() },
  body: {
    slug: `garden-${Date.now()}`,
    name: 'The garden of BMA House',
    address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
    latitude: 51.52556,
    longitude: -0.12889,
    timeZone: 'Europe/London',
    safeNumber: 120,
    access: { stepFree: 'There is a step-free way in.' },
  },
});
const venue = granted(made);

// Whoever changes something says what they have seen, so that nobody overwrites what they have not.
const changed = await api.PATCH('/api/v1/admin/venues/{id}', {
  params: { path: { id: venue.id }, header: { 'If-Match': made.response.headers.get('etag') ?? '' } },
  body: { safeNumber: 100 },
});
process.stdout.write(`${venue.name} holds ${granted(changed).safeNumber} people at once.\n`);

const events = granted(await api.GET('/api/v1/events', { params: { query: { limit: 1 } } }));
const event = granted(await api.GET('/api/v1/events/{slug}', { params: { path: { slug: events.items[0]!.slug } } }));
const session = event.sessions.find(({ state }) => state === 'open' || state === 'few');
if (!session) throw new Error('No session has places left.');

const receipt = granted(
  await api.POST('/api/v1/registrations', {
    body: {
      sessionId: session.id,
      contact: { name: 'Ada Birch', email: `ada.birch.${Date.now()}@example.org` },
      partySize: 2,
      guests: [{ name: 'Tom Birch' }],
    },
  }),
);
const registration = granted(
  await api.GET('/api/v1/admin/registrations/{id}', { params: { path: { id: receipt.id } } }),
);
process.stdout.write(`${registration.contact.name} comes with a party of ${registration.partySize}.\n`);
