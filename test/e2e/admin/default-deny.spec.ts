import { Controller, Get, Module, Post, type Type, UseGuards } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PublicUrl } from '#kernel';
import { DefaultDeny } from '../../../apps/server/src/admin-api/default-deny.js';
import { AccessGuard } from '../../../apps/server/src/admin-api/access.guard.js';
import { Recognition } from '../../../apps/server/src/http/recognition.js';
import { Needs } from '../../../apps/server/src/admin-api/needs.js';

/** Starts a server with nothing but this controller and the rule. */
async function start(controller: Type): Promise<void> {
  @Module({
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [DefaultDeny, ...[Recognition, PublicUrl].map((provide) => ({ provide, useValue: {} }))],
  })
  class Server {}
  const app = await NestFactory.create(Server, new FastifyAdapter(), { logger: false, abortOnError: false });
  try {
    await app.init();
  } finally {
    await app.close();
  }
}

@UseGuards(AccessGuard)
@Controller('api/v1/admin/gates')
class Whole {
  @Get()
  @Needs('programme:read')
  list() {}
}

@UseGuards(AccessGuard)
@Controller('api/v1/admin/gates')
class Forgetful {
  @Get()
  @Needs('programme:read')
  list() {}
  @Post()
  open() {}
}

@UseGuards(AccessGuard)
@Controller('/api/v1/admin')
class WithSlash {
  @Get()
  list() {}
}

@UseGuards(AccessGuard)
@Controller('api/v1')
class ByMethod {
  @Get('/admin/gates')
  list() {}
}

@UseGuards(AccessGuard)
@Controller(['api/v1/gates', 'api/v1/admin/gates'])
class AtTwoAddresses {
  @Get()
  list() {}
}

@Controller('api/v1/admin/gates')
class Unguarded {
  @Get()
  @Needs('programme:read')
  list() {}
}

@Controller('api/v1/administrators')
class Elsewhere {
  @Get()
  list() {}
}

describe('a server with an admin operation', () => {
  it('starts if the operation says what it needs', async () => {
    await expect(start(Whole)).resolves.toBeUndefined();
  });

  it.each([Forgetful, WithSlash, ByMethod, AtTwoAddresses])('does not start if it does not: %p', async (controller) => {
    await expect(start(controller)).rejects.toThrow(/^\w+\.(open|list) does not say what it needs\.$/);
  });

  it('does not start if nobody guards it', async () => {
    await expect(start(Unguarded)).rejects.toThrow('Unguarded.list is not guarded by AccessGuard.');
  });

  it('asks nothing of other addresses', async () => {
    await expect(start(Elsewhere)).resolves.toBeUndefined();
  });
});
