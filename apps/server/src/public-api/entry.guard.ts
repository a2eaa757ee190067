import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { EntryLinkNotValid, EntryLinks } from '#ballot';
import { Unauthorized } from '../http/request-errors.js';

type OfEntry = FastifyRequest<{ Params: { id: string } }>;

/** Lets in who holds the token of the entry in the path. */
@Injectable()
export class EntryGuard implements CanActivate {
  constructor(private readonly links: EntryLinks) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<OfEntry>();
    const token = /^Entry (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw new Unauthorized('Please send the token of the entry’s link: Authorization: Entry <token>.', 'Entry');
    }
    if (this.links.open(token) !== request.params.id.toLowerCase()) throw new EntryLinkNotValid();
    return true;
  }
}

/** The id of the entry that the guard has let the caller to. */
export const EntryId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<OfEntry>().params.id.toLowerCase(),
);
