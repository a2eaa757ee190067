import { QueryFailedError } from 'typeorm';
import { plainError, withoutTokens } from '../../../apps/server/src/logging.js';

const TOKEN = 'AaIE5jmucMSKU1UHmV0TCPtNlQeWcZEtaRJy78M1gBg';

describe('what the log says of an error', () => {
  it('is where and why, without the parameters of the statement', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "places_pkey"'), {
      code: '23505',
      constraint: 'places_pkey',
      detail: 'Key (email_key)=(ada@example.org) already exists.',
    });
    const line = JSON.stringify(plainError(new QueryFailedError('INSERT …', ['Ada Birch', 'ada@example.org'], cause)));
    expect(line).toContain('"code":"23505"');
    expect(line).toContain('places_pkey');
    expect(line).not.toMatch(/Ada Birch|example\.org/);
  });

  it('holds no token, no address and nothing that was quoted', () => {
    const error = Object.assign(new TypeError(`Invalid URL "Ada Birch" for ada@example.org at /manage/${TOKEN}`), {
      input: `http://x/manage/${TOKEN}`,
    });
    const line = JSON.stringify(plainError(error));
    expect(line).not.toContain(TOKEN);
    expect(line).not.toMatch(/Ada Birch|example\.org/);
  });
});

it('log lines name a page without its token and its query', () => {
  expect(withoutTokens(`/manage/${TOKEN}/move?name=Ada`)).toBe('/manage/…/move');
});
