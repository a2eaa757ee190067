import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RegistrationModule } from '#registration';
import { Consequences } from './consequences.service.js';
import { Decline } from './decline.entity.js';
import { Declines } from './declines.service.js';
import { InboundMailRow } from './inbound-mail.entity.js';
import { KeyRotation } from '#kernel';
import { Addresses } from '#mail';
import { InboundListing } from './inbound-listing.service.js';
import { InboundPost } from './inbound-post.service.js';
import { ReplyListener } from './reply-listener.service.js';
import { ReplyMailbox } from './reply-mailbox.service.js';

export interface RepliesOptions {
  /** Whether this process fetches and takes mail. */
  readonly works: boolean;
  /** `imaps://user:password@host`: the mailbox that answers arrive in. */
  readonly imapUrl?: string | undefined;
  /** `lmtp://127.0.0.1:2424`: where the mail server of the house may deliver instead. */
  readonly listen?: string | undefined;
}

@Module({})
export class RepliesModule implements OnModuleInit {
  constructor(
    private readonly rotation: KeyRotation,
    private readonly post: InboundPost,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('kept mails', () => this.post.sealAnew());
  }

  static at({ works, imapUrl, listen }: RepliesOptions): DynamicModule {
    return {
      module: RepliesModule,
      global: true,
      imports: [TypeOrmModule.forFeature([Decline, InboundMailRow]), RegistrationModule],
      providers: [
        Consequences,
        Declines,
        InboundListing,
        InboundPost,
        {
          provide: ReplyMailbox,
          useFactory: (post: InboundPost) => new ReplyMailbox(works ? imapUrl : undefined, post),
          inject: [InboundPost],
        },
        {
          provide: ReplyListener,
          useFactory: (addresses: Addresses, post: InboundPost) =>
            new ReplyListener(works ? listen : undefined, addresses, post),
          inject: [Addresses, InboundPost],
        },
      ],
      exports: [Declines, InboundListing, InboundPost],
    };
  }
}
