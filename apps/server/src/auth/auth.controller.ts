import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicUrl } from '#kernel';
import { AUTH_PATH, AUTH_READS, AUTH_WRITES, type AuthCall, type AuthEndpoint, Doorway } from '#staff';
import { mustBeFromHere } from '../http/origin.js';
import { queryOf } from '../http/place-of.js';
import { Limited } from '../http/rate-limit.js';
import { carry } from './carry.js';

type Sent = AuthCall['body'];

/** The library for accounts, at the addresses that it gives its endpoints: signing in, second factors, passkeys. */
@ApiExcludeController()
@Controller(AUTH_PATH.slice(1))
@Limited('manage')
export class AuthController {
  constructor(
    private readonly doorway: Doorway,
    private readonly site: PublicUrl,
  ) {}

  @Get([...AUTH_READS])
  read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pass('GET', undefined, request, reply);
  }

  @Post([...AUTH_WRITES])
  @HttpCode(200)
  async write(
    @Body() body: Sent,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { cookie, origin } = request.headers;
    if (cookie !== undefined || origin !== undefined) mustBeFromHere(request, this.site);
    return this.pass('POST', body, request, reply);
  }

  private async pass(method: AuthCall['method'], body: Sent, request: FastifyRequest, reply: FastifyReply) {
    const { ip: address, headers } = request;
    const { cookie, 'user-agent': userAgent } = headers;
    const asked = { path: endpointOf(request), query: queryOf(request) };
    const answer = await this.doorway.pass({ method, ...asked, body, cookie, address, userAgent });
    return carry(answer, reply);
  }
}

/** As the router has read the address, and not the address: whoever read that once more might read another one. */
function endpointOf({ routeOptions }: FastifyRequest): AuthEndpoint {
  return routeOptions.url!.slice(AUTH_PATH.length) as AuthEndpoint;
}
