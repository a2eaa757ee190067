import { Module } from '@nestjs/common';
import { RegistrationModule } from '#registration';
import { Feeds } from './feeds.service.js';

@Module({ imports: [RegistrationModule], providers: [Feeds], exports: [Feeds] })
export class FeedsModule {}
