import { isIP } from 'node:net';
import { z } from 'zod';

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
const LIMITS = /^(off|(register|manage|lookup|admin)=\d+(,(register|manage|lookup|admin)=\d+)*)$/;

/** An address or a network in CIDR notation (RFC 4632). */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

const shape = z.object({
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
  REPLY_ADDRESS: z
    .string()
    .regex(/^[^\s@+]+@[^\s@]+$/, 'must be one address like rsvp@events.example.org')
    .optional(),
  SECRET_KEYS: list
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => key.length >= 32),
      'must be keys of at least 32 characters, divided by commas',
    )
    .optional(),
  RATE_LIMITS: z
    .string()
    .regex(LIMITS, 'must be "off" or like "register=600,lookup=20"; the limits are register, manage, lookup and admin')
    .default(''),
  TRUSTED_PROXIES: list
    .refine((all) => all.every(isNetwork), 'must be addresses or networks like 10.0.0.0/8, divided by commas')
    .default([]),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SAMPLE: oneOf(['on', 'off']).default('on'),
});

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
