import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { NEEDS } from './needs.js';

const PATH = 'path';

/** Keeps the server from starting with an operation of the admin API that does not say what it needs. */
@Injectable()
export class DefaultDeny implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getControllers()) {
      const path: unknown = metatype && Reflect.getMetadata(PATH, metatype);
      if (typeof path !== 'string' || !path.startsWith('api/v1/admin')) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const open = this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH, prototype[name]!) && !Reflect.hasMetadata(NEEDS, prototype[name]!));
      if (open.length > 0) throw new Error(`${metatype!.name}.${open[0]} does not say which role it needs.`);
    }
  }
}
