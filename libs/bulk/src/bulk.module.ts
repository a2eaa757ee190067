import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RegistrationModule } from '#registration';
import { BulkAction } from './bulk-action.entity.js';
import { BulkActionItem } from './bulk-action-item.entity.js';
import { BulkActions } from './bulk-actions.service.js';
import { BulkBeginning } from './bulk-beginning.service.js';
import { BulkDeeds } from './bulk-deeds.service.js';
import { BulkItems } from './bulk-items.service.js';
import { BulkWishes } from './bulk-wishes.service.js';
import { BulkWork } from './bulk-work.service.js';
import { Exports } from './exports.service.js';
import { Import } from './import.entity.js';
import { ImportCheck } from './import-check.service.js';
import { ImportForgetting } from './import-forgetting.service.js';
import { ImportSealing } from './import-sealing.service.js';
import { Imports } from './imports.service.js';

const SERVICES = [BulkActions, BulkBeginning, BulkWork, Exports, ImportForgetting, Imports];

@Module({
  imports: [TypeOrmModule.forFeature([BulkAction, BulkActionItem, Import]), RegistrationModule],
  providers: [...SERVICES, BulkDeeds, BulkItems, BulkWishes, ImportCheck, ImportSealing],
  exports: SERVICES,
})
export class BulkModule {}
