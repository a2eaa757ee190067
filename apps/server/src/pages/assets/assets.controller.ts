import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NotFound } from '#kernel';
import { findAsset } from './assets.js';

@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  @Get(':name')
  file(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    const asset = findAsset(`/assets/${name}`);
    if (!asset) throw new NotFound('file');
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return new StreamableFile(asset.body, { type: asset.type, length: asset.body.length });
  }
}
