import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Admission } from './admission.service.js';
import { Pool } from './pool.entity.js';
import { PoolRelease } from './pool-release.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Pool])],
  providers: [Admission, PoolRelease],
  exports: [Admission, PoolRelease],
})
export class AdmissionModule {}
