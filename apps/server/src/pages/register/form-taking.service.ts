import { Injectable } from '@nestjs/common';
import type { RegisterBody, RegistrationReceipt } from '#contracts';
import { KeptRefusal } from '#database';
import { Clock } from '#kernel';
import { type RegisterCall, type Registered, RegistrationService, SelfService } from '#registration';
import { identityOf } from '../forms/form-identity.js';

/** Takes the places that a form asks for. */
@Injectable()
export class FormTaking {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly selfService: SelfService,
    private readonly clock: Clock,
  ) {}

  /**
   * The same form with the same words in it takes places once, however often it is sent, for as long as they
   * are held; corrected, it is another request. Neither a refusal nor places that are gone since are held
   * against a person who tries again. That try goes without the key, whose answer is settled: what it costs is
   * that only the address keeps it from being taken twice.
   */
  async take(body: RegisterBody, formKey: string, requestId: string): Promise<RegistrationReceipt> {
    const call = { body, source: 'web' as const, requestId };
    const kept = formKey === '' ? undefined : await this.once({ ...call, idempotency: identityOf(body, formKey) });
    if (kept && (!kept.replayed || (await this.isStillTrue(kept.receipt)))) return kept.receipt;
    return (await this.registrations.register(call)).receipt;
  }

  /** Undefined if the form was refused before. */
  private async once(call: RegisterCall): Promise<Registered | undefined> {
    try {
      return await this.registrations.register(call);
    } catch (error) {
      if (error instanceof KeptRefusal) return undefined;
      throw error;
    }
  }

  /** Unconfirmed places are not looked up: a receipt for an address that is known here names none, and must not differ. */
  private async isStillTrue({ id, state, heldUntil }: RegistrationReceipt): Promise<boolean> {
    if (state === 'unverified') return heldUntil !== null && this.clock.now() < new Date(heldUntil);
    return (await this.selfService.view(id)).state === 'confirmed';
  }
}
