import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { InvalidInput } from '#kernel';
import { unknownProperty } from './validation.pipe.js';

/** Where the framework keeps what the parameters of a method are made from, and what it calls the query there. */
const ARGUMENTS = '__routeArguments__';
const QUERY = /^4:/;

/** Refuses parameters by name where an operation has none; one that has some says by its shape which. */
@Injectable()
export class KnownParametersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const names = Object.keys(query as object);
    if (names.length > 0 && !takesQuery(context)) {
      throw new InvalidInput(names.map((name) => unknownProperty('', name)));
    }
    return next.handle();
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const kept = Reflect.getMetadata(ARGUMENTS, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(kept ?? {}).some((key) => QUERY.test(key));
}
