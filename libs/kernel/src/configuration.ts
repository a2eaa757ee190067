import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL like ${example}` });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

const shape = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: url(/^https?$/, 'https://events.example.org')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/gatehouse').optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@mail.example.org:587').optional(),
  MAIL_FROM: z.string().min(3).default('Gatehouse <gatehouse@localhost>'),
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
    .regex(/^(off|\w+=\d+(,\w+=\d+)*)$/, 'must be "off" or like "register=600,lookup=20"')
    .default(''),
  TRUSTED_PROXIES: list.default([]),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SAMPLE: z.enum(['on', 'off']).default('on'),
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
