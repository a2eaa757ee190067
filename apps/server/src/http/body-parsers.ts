import { isUtf8 } from 'node:buffer';
import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { placeOf } from './place-of.js';
import { MalformedForm, MalformedJson, WrongFileType, WrongMediaType } from './request-errors.js';
import { takesFile } from './uploads.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** As browsers and curl send a file of a table, whatever they take it for. */
export const FILE_TYPES = ['text/csv', 'application/octet-stream'] as const;
export const FILE_BYTES = 5 * 1024 * 1024;

const received = new WeakMap<FastifyRequest, Buffer>();

/** The JSON body or the file as it arrived, byte for byte; empty if there was none. */
export function bytesOf(request: FastifyRequest): Buffer {
  return received.get(request) ?? Buffer.alloc(0);
}

/**
 * JSON for the API and forms for the pages, each in UTF-8 only, and files where an operation takes them; everything
 * else is 415. The framework's own parsers would replace broken characters silently.
 */
export function useBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (!isUtf8(body as Buffer)) throw new MalformedJson();
      received.set(request, body as Buffer);
      done(null, JSON.parse(body.toString()));
    } catch {
      done(new MalformedJson());
    }
  });
  server.addContentTypeParser(FORM_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    const text = body.toString();
    if (!isUtf8(body as Buffer) || !isDecodable(text)) done(new MalformedForm());
    else done(null, formOf(text));
  });
  server.addContentTypeParser([...FILE_TYPES], { parseAs: 'buffer', bodyLimit: FILE_BYTES }, (request, body, done) => {
    received.set(request, body as Buffer);
    done(null, body);
  });
  server.addHook('preParsing', (request, _reply, _payload, done) => {
    // Where there is nothing, no media type is the right one.
    const wrong = request.is404 ? new NotFoundException() : wrongMediaType(request);
    if (wrong) done(wrong);
    else done();
  });
}

function wrongMediaType(request: FastifyRequest): Error | undefined {
  const { method, headers } = request;
  const type = headers['content-type'];
  if (method === 'GET' || method === 'HEAD' || type === undefined) return undefined;
  if (takesFile(request)) return isFile(headers) ? undefined : new WrongFileType(FILE_TYPES);
  const expected = placeOf(request).startsWith('/api/') ? JSON_TYPE : FORM_TYPE;
  const [essence, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const fits = essence === expected && (charset === undefined || charset === 'utf-8');
  return fits && headers['content-encoding'] === undefined ? undefined : new WrongMediaType(expected);
}

/** Its charset is not asked: programs that write tables do not know theirs. */
function isFile({ 'content-type': type = '', 'content-encoding': encoding }: FastifyRequest['headers']): boolean {
  const essence = type.split(';')[0]!.trim().toLowerCase();
  return encoding === undefined && FILE_TYPES.some((one) => one === essence);
}

function isDecodable(text: string): boolean {
  try {
    return isUtf8(Buffer.from(decodeURIComponent(text.replaceAll('+', ' '))));
  } catch {
    return false;
  }
}

/** A field that comes once is a string, one that comes again a list. */
function formOf(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) fields.set(name, [...(fields.get(name) ?? []), value]);
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]));
}
