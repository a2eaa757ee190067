import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  HttpStatus,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import type { z } from 'zod';

/** For an operation that takes `?preview=true`: nothing is made then, so the answer is no 201. */
export function Previewed(shape: z.ZodType): MethodDecorator {
  return applyDecorators(
    UseInterceptors(PreviewInterceptor),
    ApiResponse({ status: HttpStatus.OK, description: 'What would be made', standardSchema: shape }),
  );
}

@Injectable()
export class PreviewInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if ((query as { readonly preview?: unknown }).preview === 'true') reply.status(HttpStatus.OK);
    return next.handle();
  }
}
