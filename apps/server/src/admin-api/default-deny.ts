import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { NEEDS } from './needs.js';

const PATH = 'path';
const GUARDS = '__guards__';
const ADMIN = /^\/api\/v1\/admin(\/|$)/;

/**
 * Keeps the server from starting with an operation of the admin API that does not say what it needs,
 * or that nobody guards. What counts is the address it answers at, however that is put together.
 */
@Injectable()
export class DefaultDeny implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getControllers()) {
      if (!metatype) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const missing = missingFrom(metatype, prototype[name]!);
        if (missing) throw new Error(`${metatype.name}.${name} ${missing}.`);
      }
    }
  }
}

function missingFrom(controller: object, operation: object): string | undefined {
  if (!Reflect.hasMetadata(PATH, operation)) return undefined;
  const addresses = listed(PATH, controller).flatMap((base) =>
    listed(PATH, operation).map((path) => ['', base, path].join('/').replace(/\/+/g, '/')),
  );
  if (!addresses.some((address) => ADMIN.test(address))) return undefined;
  if (!Reflect.hasMetadata(NEEDS, operation)) return 'does not say what it needs';
  const guards = [...listed(GUARDS, controller), ...listed(GUARDS, operation)];
  return guards.includes(AccessGuard) ? undefined : 'is not guarded by AccessGuard';
}

/** What a decorator has left, as a list. */
function listed(key: string, target: object): unknown[] {
  const left: unknown = Reflect.getMetadata(key, target);
  return left === undefined ? [] : [left].flat();
}
