import { Injectable } from '@nestjs/common';
import { OffersAstray } from './astray.service.js';
import { inTurn } from './in-turn.js';
import { LinesDue } from './lines-due.service.js';
import { OfferExpiry } from './offer-expiry.service.js';
import { Offering } from './offering.service.js';
import { UnverifiedEntries } from './unverified-entries.service.js';

/** What time alone brings about, looked at each minute; and whatever a lost job has left. */
@Injectable()
export class LookingAround {
  constructor(
    private readonly astray: OffersAstray,
    private readonly expiry: OfferExpiry,
    private readonly unverified: UnverifiedEntries,
    private readonly lines: LinesDue,
    private readonly offering: Offering,
  ) {}

  async settleDue(): Promise<void> {
    await inTurn(
      [
        () => this.astray.withdrawAll(),
        () => this.expiry.expireDue(),
        () => this.unverified.forgetDue(),
        async () => inTurn(await this.lines.find(), (line) => this.offering.offerIn(line)),
      ],
      (step) => step(),
    );
  }
}
