import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

interface Route {
  readonly pattern: RegExp;
  readonly method: string;
}

/** Which methods an address answers to, for `Allow` (RFC 9110 §15.5.6). */
@Injectable()
export class AllowedMethods {
  private readonly routes: Route[] = [];

  /** Called before the first route is made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ url, method }) => {
      const pattern = new RegExp(
        `^${url
          .replace(/[.()]/g, '\\$&')
          .replace(/:[^/\\]+/g, '[^/]+')
          .replace(/\*/g, '.*')}/?$`,
      );
      if (url === '*' || url === '/*') return;
      for (const one of [method].flat()) this.routes.push({ pattern, method: one });
    });
  }

  at(url: string): string[] {
    const path = url.split('?')[0]!;
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}
