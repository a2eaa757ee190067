import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PublicUrl } from '#kernel';
import { mustBeFromHere } from '../../http/origin.js';

/** The team's pages know people by a cookie, so that their forms are taken from these pages only. */
@Injectable()
export class FromHereGuard implements CanActivate {
  constructor(private readonly site: PublicUrl) {}

  canActivate(context: ExecutionContext): boolean {
    mustBeFromHere(context.switchToHttp().getRequest<FastifyRequest>(), this.site);
    return true;
  }
}
