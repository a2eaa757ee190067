import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '#kernel';

const LOOPBACK_PEER = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * The mails hold manage links, so only a browser on this machine may read them: the other end of
 * the socket decides, whatever any header claims. A header that a proxy adds means that somebody
 * else is behind it, and a foreign host name that a page of another site was pointed at us (DNS
 * rebinding). To everybody else there is no such page.
 */
@Injectable()
export class LoopbackOnly implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { socket, headers } = context.switchToHttp().getRequest<FastifyRequest>().raw;
    const here =
      LOOPBACK_PEER.test(socket.remoteAddress ?? '') &&
      LOOPBACK_HOST.test(headers.host ?? '') &&
      PROXIED.every((name) => headers[name] === undefined);
    if (!here) throw new NotFound('page');
    return true;
  }
}
