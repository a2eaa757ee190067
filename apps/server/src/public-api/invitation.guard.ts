import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvitationLinkNotValid, InvitationLinks } from '#invitation';
import { Unauthorized } from '../http/request-errors.js';

/** Lets in who holds the link of the invitation in the path. */
@Injectable()
export class InvitationGuard implements CanActivate {
  constructor(private readonly links: InvitationLinks) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    const token = /^Invitation (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Unauthorized(
        'Please send the token of the invitation’s link: Authorization: Invitation <token>.',
        'Invitation',
      );
    if ((await this.links.open(token)) !== request.params.id.toLowerCase()) throw new InvitationLinkNotValid();
    return true;
  }
}
