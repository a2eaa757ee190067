import { parseConfiguration } from '#kernel';

describe('the settings', () => {
  it('are all optional for one machine', () => {
    expect(parseConfiguration({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, SAMPLE: 'on' });
  });

  it('count an empty variable as absent', () => {
    expect(parseConfiguration({ PORT: '', SMTP_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  it.each([
    ['PORT', 'abc', 'a whole number'],
    ['PORT', '70000', '65535'],
    ['PORT', '80.5', 'a whole number'],
    ['PUBLIC_URL', 'events.example.org', 'https://'],
    ['DATABASE_URL', 'mysql://host/db', 'postgres://'],
    ['DATABASE_CONNECTIONS', '1', 'from 2'],
    ['SMTP_URL', 'mail.example.org', 'smtp://'],
    ['MAIL_FROM', 'not an address', 'one sender'],
    ['MAIL_FROM', 'Team <a@example.org>, <b@example.org>', 'one sender'],
    ['REPLY_ADDRESS', 'rsvp+x@example.org', 'one address'],
    ['SECRET_KEYS', 'short', '32 characters'],
    ['TRUSTED_PROXIES', 'nonsense', 'networks'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'networks'],
    ['RATE_LIMITS', 'registrations=1', 'the limits are'],
    ['METRICS_TOKEN', 'short', '16 characters'],
    ['LOG_LEVEL', 'loud', 'one of'],
    ['SAMPLE', 'yes', 'one of'],
  ])('name %s when it is %j', (name, value, told) => {
    const read = () => parseConfiguration({ [name]: value });
    expect(read).toThrow(`The setting ${name} is wrong: must`);
    expect(read).toThrow(told);
  });

  it.each([
    ['MAIL_FROM', 'Events team <events@example.org>'],
    ['MAIL_FROM', 'events@example.org'],
    ['TRUSTED_PROXIES', '127.0.0.1, 10.0.0.0/8, fd00::/8'],
    ['RATE_LIMITS', 'register=600,lookup=0'],
    ['RATE_LIMITS', 'off'],
  ])('take %s=%j', (name, value) => {
    expect(parseConfiguration({ [name]: value })).toHaveProperty(name);
  });
});
