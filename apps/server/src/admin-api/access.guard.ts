import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Permission } from '#contracts';
import { PublicUrl } from '#kernel';
import type { Clerk, Sight as RegistrationSight } from '#registration';
import { ApiKeys, type Asked as AskedFor, type Caller as AdminCaller, Reach as AdminReach, TeamSessions } from '#staff';
import { callerOf, setCaller } from '../http/caller.js';
import { expectedBy } from '../http/if-match.js';
import { mustBeFromHere } from '../http/origin.js';
import { Forbidden, Unauthorized } from '../http/request-errors.js';
import { NEEDS, type Need } from './needs.js';

const requestIn = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();
const reaches = new WeakMap<FastifyRequest, AdminReach>();

const ASK = 'Please sign in, or send a valid API key: Authorization: Bearer ghk_….';

/** Lets in who has what the operation needs; an operation about the house as a whole needs it for everything. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
    private readonly sessions: TeamSessions,
    private readonly site: PublicUrl,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestIn(context);
    const caller = await this.recognise(request);
    if (!caller) throw new Unauthorized(ASK, 'Bearer');
    setCaller(request, caller);
    const { permission, everywhere } = this.reflector.get<Need>(NEEDS, context.getHandler());
    if (permission === 'none') return true;
    const reach = caller.reach(permission);
    if (!reach || (everywhere && reach.eventIds !== null)) throw new Forbidden(permission);
    reaches.set(request, reach);
    return true;
  }

  /**
   * By the key if one is sent, or anything that looks like one; by the session's cookie otherwise. Asked again while
   * a stream is open.
   */
  async recognise(request: FastifyRequest): Promise<AdminCaller | undefined> {
    const { headers, ip } = request;
    if (headers.authorization !== undefined) {
      const sent = /^Bearer (\S+)$/i.exec(headers.authorization)?.[1];
      return sent === undefined ? undefined : this.keys.recognise(sent, ip);
    }
    const caller = await this.sessions.recognise(headers.cookie, ip);
    if (caller) mustBeFromHere(request, this.site);
    return caller;
  }
}

/** Who asks: for the audit trail, and for what they see. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(requestIn(context)));

/** The events in which the caller has what the operation needs. What is out of reach does not exist for them. */
export const Reach = createParamDecorator((_: unknown, context: ExecutionContext) => reaches.get(requestIn(context)));

/** What of registrations the caller may see. */
export const Sight = createParamDecorator((_: unknown, context: ExecutionContext) => sightIn(context));

function sightIn(context: ExecutionContext): RegistrationSight {
  const reach = (permission: Permission) => callerOf(requestIn(context))?.reach(permission) ?? new AdminReach([]);
  return { sensitive: reach('registrations:sensitive'), writing: reach('registrations:write') };
}

/** The caller as somebody who works on registrations. */
export const AtWork = createParamDecorator((_: unknown, context: ExecutionContext): Clerk => {
  const request = requestIn(context);
  return { actor: callerOf(request)!, reach: reaches.get(request)!, sight: sightIn(context) };
});

/** The events in which the caller has a permission that the operation only asks for where it helps. */
export const ReachOf = createParamDecorator(
  (permission: Permission, context: ExecutionContext) =>
    callerOf(requestIn(context))?.reach(permission) ?? new AdminReach([]),
);

/** The thing in the path, of which PATCH and DELETE say what they have seen. Throws PreconditionRequired. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): AskedFor => {
  const request = requestIn(context);
  const { id } = request.params as { readonly id: string };
  return { id, expected: request.method === 'POST' ? 'any' : expectedBy(request), reach: reaches.get(request)! };
});
