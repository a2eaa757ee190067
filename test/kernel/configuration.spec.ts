import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '#kernel';

const DKIM = { MAIL_FROM: 'Team <team@mail.example.org>', DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'gatehouse' };
const pemOf = (type: 'rsa' | 'ed25519', bits = 2048) => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync(type);
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

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
    ['DKIM_DOMAIN', 'example.org/', 'a domain'],
    ['DKIM_SELECTOR', 'gate house', 'a selector'],
    ['DKIM_KEY', 'secret', 'an RSA private key of at least 1024 bits'],
    ['DKIM_KEY', '/nowhere/dkim.pem', 'the path of a file'],
    ['DKIM_KEY', pemOf('ed25519'), 'an RSA private key'],
    ['DKIM_KEY', pemOf('rsa', 512), '1024 bits'],
    ['SECRET_KEYS', 'short', '32 characters'],
    ['TRUSTED_PROXIES', 'nonsense', 'networks'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'networks'],
    ['RATE_LIMITS', 'registrations=1', 'the limits are'],
    ['OIDC_ISSUER', 'accounts.example.org', 'https://'],
    ['OIDC_ISSUER', 'http://accounts.example.org', 'https://'],
    ['METRICS_TOKEN', 'short', '16 characters'],
    ['LOG_LEVEL', 'loud', 'one of'],
    ['WEBHOOK_PRIVATE_TARGETS', 'yes', 'one of'],
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

  it('take the key that signs mail as text, as text of one line, and from a file', () => {
    const pem = pemOf('rsa');
    const folder = mkdtempSync('/tmp/gatehouse-key-');
    writeFileSync(join(folder, 'dkim.pem'), pem);
    for (const given of [pem, pem.replaceAll('\n', '\\n'), join(folder, 'dkim.pem')]) {
      expect(parseConfiguration({ ...DKIM, DKIM_KEY: given }).DKIM_KEY).toBe(pem);
    }
    rmSync(folder, { recursive: true });
  });

  it('that go together are wrong alone, and so is a signature that no receiver counts for the sender', () => {
    expect(() => parseConfiguration(DKIM)).toThrow('The setting DKIM_KEY is wrong: must be set as well');
    const signing = { ...DKIM, DKIM_KEY: pemOf('rsa') };
    expect(() => parseConfiguration({ ...signing, DKIM_DOMAIN: 'ample.org' })).toThrow('the domain of MAIL_FROM');
    expect(() => parseConfiguration({ ...signing, MAIL_FROM: '' })).toThrow('the domain of MAIL_FROM');
  });
});
