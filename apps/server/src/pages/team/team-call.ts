import type { FastifyRequest } from 'fastify';
import type { AuthCall, AuthEndpoint } from '#staff';
import { type FormBody, valuesOf } from '../forms/form-body.js';

/** What a form of the team's pages asks of the library for accounts. */
export function callFrom({ headers, ip }: FastifyRequest, path: AuthEndpoint, body: AuthCall['body'] = {}): AuthCall {
  const { cookie, 'user-agent': userAgent } = headers;
  return { method: 'POST', path, body, cookie, address: ip, userAgent };
}

/** As it was typed: blanks at its ends belong to a password. */
export function passwordIn(form: FormBody, name = '/password'): string {
  return valuesOf(form, name)[0] ?? '';
}
