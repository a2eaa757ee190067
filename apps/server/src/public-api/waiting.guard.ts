import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { WaitingLinkNotValid, WaitingLinks } from '#waiting-list';
import { Unauthorized } from '../http/request-errors.js';

/** Lets in who holds the token of the link to the entry in the path. */
@Injectable()
export class WaitingGuard implements CanActivate {
  constructor(private readonly links: WaitingLinks) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    const token = /^Waiting (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Unauthorized('Please send the token of the mailed link: Authorization: Waiting <token>.', 'Waiting');
    if (this.links.open(token) !== request.params.id.toLowerCase()) throw new WaitingLinkNotValid();
    return true;
  }
}
