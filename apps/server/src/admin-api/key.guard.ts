import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiKeys, type Role, ROLES } from '#staff';
import { Forbidden, Unauthorized } from '../http/request-errors.js';
import { NEEDS } from './needs.js';

/** Lets in keys whose role is enough for the operation. */
@Injectable()
export class KeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const sent = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    const key = sent === undefined ? undefined : await this.keys.recognise(sent);
    if (!key) throw new Unauthorized('Please send a valid API key: Authorization: Bearer ghk_….', 'Bearer');
    const needed = this.reflector.get<Role | undefined>(NEEDS, context.getHandler());
    if (!needed || ROLES.indexOf(key.role) > ROLES.indexOf(needed)) throw new Forbidden(needed ?? 'owner');
    return true;
  }
}
