import { type DynamicModule, Module } from '@nestjs/common';
import { AssetsController } from './assets/assets.controller.js';
import { BallotPagesController } from './ballot/ballot-pages.controller.js';
import { EnterController } from './ballot/enter.controller.js';
import { EntryPagesController } from './ballot/entry-pages.controller.js';
import { EntryTaking } from './ballot/entry-taking.service.js';
import { CheckController } from './check/check.controller.js';
import { CodeController } from './code/code.controller.js';
import { EventController } from './event/event.controller.js';
import { AskedGuests } from './invitation/asked.service.js';
import { InvitationController } from './invitation/invitation.controller.js';
import { LostLinkController } from './lost-link/lost-link.controller.js';
import { CancelController } from './manage/cancel.controller.js';
import { ChangeController } from './manage/change.controller.js';
import { Holdings } from './manage/holdings.service.js';
import { KeepController } from './manage/keep.controller.js';
import { ManageController } from './manage/manage.controller.js';
import { MoveController } from './manage/move.controller.js';
import { FormTaking } from './register/form-taking.service.js';
import { RegisterController } from './register/register.controller.js';
import { TeamAccountController } from './team/account.controller.js';
import { TeamPasswordController } from './team/password.controller.js';
import { TeamSecondFactorController } from './team/second-factor.controller.js';
import { TeamSignInController } from './team/sign-in.controller.js';
import { SubscribeController } from './subscribe/subscribe.controller.js';
import { WaitController } from './waiting/wait.controller.js';
import { WaitingController } from './waiting/waiting.controller.js';
import { WhatsOnController } from './whats-on/whats-on.controller.js';

/** The public pages: HTML from the server, whole without a script. */
@Module({})
export class PagesModule {
  /** `services` exports Clock and the services of registration, `guesses` CodeGuesses. */
  static with(services: DynamicModule, guesses: DynamicModule): DynamicModule {
    return {
      module: PagesModule,
      imports: [services, guesses],
      controllers: [
        WhatsOnController,
        EventController,
        CodeController,
        RegisterController,
        WaitController,
        WaitingController,
        BallotPagesController,
        EnterController,
        EntryPagesController,
        CheckController,
        ManageController,
        ChangeController,
        MoveController,
        CancelController,
        KeepController,
        InvitationController,
        LostLinkController,
        TeamAccountController,
        TeamPasswordController,
        TeamSecondFactorController,
        TeamSignInController,
        SubscribeController,
        AssetsController,
      ],
      providers: [AskedGuests, EntryTaking, FormTaking, Holdings],
    };
  }
}
