import { isOutage } from '#database';

it.each([
  ['EPIPE', true],
  ['ECONNRESET', true],
  ['57P01', true],
  ['08006', true],
  ['23505', false],
  ['P0001', false],
  ['EPERM', false],
])('an error with the code %s is an outage: %s', (code, outage) => {
  const cause = Object.assign(new Error('…'), { code });
  expect(isOutage(cause)).toBe(outage);
  expect(isOutage(Object.assign(new Error('…'), { driverError: cause }))).toBe(outage);
});
