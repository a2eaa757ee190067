import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Links, LinkNotValid } from '#registration';
import { Unauthorized } from '../http/request-errors.js';

/** Lets in who holds the manage token of the registration in the path. */
@Injectable()
export class ManageGuard implements CanActivate {
  constructor(private readonly links: Links) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    const token = /^Manage (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new Unauthorized('Please send the token of the manage link: Authorization: Manage <token>.', 'Manage');
    if (this.links.open('manage', token) !== request.params.id.toLowerCase()) throw new LinkNotValid();
    return true;
  }
}

/** The id of the registration that the guard has let the caller to. */
export const RegistrationId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>().params.id.toLowerCase(),
);
