import { type DynamicModule, Module } from '@nestjs/common';
import { AssetsController } from './assets/assets.controller.js';
import { CheckController } from './check/check.controller.js';
import { EventController } from './event/event.controller.js';
import { LostLinkController } from './lost-link/lost-link.controller.js';
import { CancelController } from './manage/cancel.controller.js';
import { ChangeController } from './manage/change.controller.js';
import { Holdings } from './manage/holdings.service.js';
import { ManageController } from './manage/manage.controller.js';
import { MoveController } from './manage/move.controller.js';
import { FormTaking } from './register/form-taking.service.js';
import { RegisterController } from './register/register.controller.js';
import { WhatsOnController } from './whats-on/whats-on.controller.js';

/** The public pages: HTML from the server, whole without a script. */
@Module({})
export class PagesModule {
  /** `services` exports Clock and the services of registration. */
  static with(services: DynamicModule): DynamicModule {
    return {
      module: PagesModule,
      imports: [services],
      controllers: [
        WhatsOnController,
        EventController,
        RegisterController,
        CheckController,
        ManageController,
        ChangeController,
        MoveController,
        CancelController,
        LostLinkController,
        AssetsController,
      ],
      providers: [FormTaking, Holdings],
    };
  }
}
