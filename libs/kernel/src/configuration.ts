import { isIP } from 'node:net';
import { z } from 'zod';
import { readSigningKey } from './signing-key.js';

const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });
const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL like ${example}` });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

const SENDER = /^([^<>\p{Cc}]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/u;
const LIMITS = /^(off|(register|manage|lookup|admin|code)=\d+(,(register|manage|lookup|admin|code)=\d+)*)$/;

/** An address or a network in CIDR notation (RFC 4632). */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** Whoever can read a sign-in on its way can sign in, so it goes encrypted, or stays on the machine. */
function isSafeIssuer(issuer: string): boolean {
  return /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(issuer);
}

const DOMAIN = /^([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z\d]([a-z\d-]*[a-z\d])?$/i;
const signingKey = z.string().transform((given, context) => {
  const key = readSigningKey(given);
  if (key !== undefined) return key;
  const message = 'must be an RSA private key of at least 1024 bits in PEM, or the path of a file that holds one';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Of each group all are set, or none. */
const TOGETHER = [
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_KEY'],
] as const;

const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  PUBLIC_URL: url(/^https?$/, 'https://events.example.org')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/gatehouse').optional(),
  DATABASE_CONNECTIONS: whole(2, 200).default(10),
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@mail.example.org:587').optional(),
  MAIL_FROM: z
    .string()
    .regex(SENDER, 'must be one sender like Events team <events@example.org>')
    .default('Gatehouse <gatehouse@localhost>'),
  DKIM_DOMAIN: z.string().regex(DOMAIN, 'must be a domain like example.org').toLowerCase().optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(DOMAIN, 'must be a selector like gatehouse, of letters, digits and hyphens')
    .optional(),
  DKIM_KEY: signingKey.optional(),
  REPLY_ADDRESS: z
    .string()
    .regex(
      /^[^\s@+]{1,11}@[^\s@]+$/,
      'must be one address like rsvp@events.example.org, with at most 11 characters before the @',
    )
    .optional(),
  REPLY_IMAP_URL: url(/^imaps?$/, 'imaps://user:password@mail.example.org').optional(),
  REPLY_LISTEN: url(/^(lmtp|smtp)$/, 'lmtp://127.0.0.1:2424').optional(),
  SECRET_KEYS: list
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => key.length >= 32),
      'must be keys of at least 32 characters, divided by commas',
    )
    .optional(),
  RATE_LIMITS: z
    .string()
    .regex(
      LIMITS,
      'must be "off" or like "register=600,lookup=20"; the limits are register, manage, lookup, admin and code',
    )
    .default(''),
  TRUSTED_PROXIES: list
    .refine((all) => all.every(isNetwork), 'must be addresses or networks like 10.0.0.0/8, divided by commas')
    .default([]),
  OIDC_ISSUER: url(/^https?$/, 'https://accounts.example.org')
    .refine(isSafeIssuer, 'must begin with https://')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  WEBHOOK_PRIVATE_TARGETS: oneOf(['on', 'off']).default('off'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SAMPLE: oneOf(['on', 'off']).default('on'),
});

const shape = settings.superRefine((given, context) => {
  for (const names of TOGETHER) {
    const missing = names.filter((name) => given[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) continue;
    const message = `must be set as well: ${names.join(', ')} go together`;
    context.addIssue({ code: 'custom', path: [missing[0]!], message });
  }
  const { DKIM_DOMAIN: signer, MAIL_FROM: from } = given;
  if (signer !== undefined && !areAligned(signer, from.replace(/^.*@|>$/g, '').toLowerCase())) {
    const message = 'must be the domain of MAIL_FROM, or one above or below it';
    context.addIssue({ code: 'custom', path: ['DKIM_DOMAIN'], message });
  }
});

/** Receivers count a signature for the sender only where the domains belong together (RFC 7489 §3.1.1). */
function areAligned(signer: string, sender: string): boolean {
  return signer === sender || signer.endsWith(`.${sender}`) || sender.endsWith(`.${signer}`);
}

export type Configuration = z.output<typeof shape>;

/**
 * Reads the settings (the table in the README) from the environment; empty variables count as absent. Throws an
 * Error whose message is one sentence that names the variable and what it should be.
 */
export function parseConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new Error(`The setting ${fault!.path.join('.')} is wrong: ${fault!.message}.`);
}
