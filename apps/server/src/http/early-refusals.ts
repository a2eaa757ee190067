import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId, NotFound } from '#kernel';
import { problemOf } from './problem.js';
import { refuse } from './problem.filter.js';
import { HeadersTooLarge, MalformedRequest, MalformedUrl, RequestTimeout } from './request-errors.js';
import { carrySafety, type SafetyOptions } from './safety.js';

/** For the server's `frameworkErrors`: addresses that the router cannot read. No hook and no filter sees them. */
export function refuseAddress(options: SafetyOptions) {
  return (error: { readonly code?: string }, request: FastifyRequest, reply: FastifyReply): void => {
    carrySafety(request, reply, options);
    // Nothing of ours has a name that is too long for the router.
    refuse(error.code === 'FST_ERR_BAD_URL' ? new MalformedUrl() : new NotFound('page'), request, reply);
  };
}

/** For the server's `clientErrorHandler`: bytes that are no request of HTTP, answered on the bare connection. */
export function refuseBytes(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(refusalOf(error.code), newId());
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.requestId}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function refusalOf(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLarge();
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? new RequestTimeout() : new MalformedRequest();
}
