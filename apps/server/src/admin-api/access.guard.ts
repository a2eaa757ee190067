import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Permission } from '#contracts';
import { PublicUrl } from '#kernel';
import type { Clerk, Sight as RegistrationSight } from '#registration';
import { type Asked as AskedFor, Reach as AdminReach } from '#staff';
import { callerOf, setCaller } from '../http/caller.js';
import { expectedBy } from '../http/if-match.js';
import { mustBeFromHere } from '../http/origin.js';
import { Recognition } from '../http/recognition.js';
import { Forbidden, UnknownCaller } from '../http/request-errors.js';
import { NEEDS, type Need } from './needs.js';

const requestIn = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();
const reaches = new WeakMap<FastifyRequest, AdminReach>();

/** Lets in who has what the operation needs; an operation about the house as a whole needs it for everything. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly recognition: Recognition,
    private readonly site: PublicUrl,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestIn(context);
    const caller = await this.recognition.of(request);
    if (!caller) throw new UnknownCaller();
    // A browser adds a cookie by itself, a key it does not.
    if (caller.kind === 'person') mustBeFromHere(request, this.site);
    setCaller(request, caller);
    const { permission, everywhere } = this.reflector.get<Need>(NEEDS, context.getHandler());
    if (permission === 'none') return true;
    const reach = caller.reach(permission);
    if (!reach || (everywhere && reach.eventIds !== null)) throw new Forbidden(permission);
    reaches.set(request, reach);
    return true;
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
