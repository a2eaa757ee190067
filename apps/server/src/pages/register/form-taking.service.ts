import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RegisterBody, RegistrationReceipt } from '#contracts';
import { KeptRefusal, RegistrationService } from '#registration';

/** Takes the places that a form asks for. */
@Injectable()
export class FormTaking {
  constructor(private readonly registrations: RegistrationService) {}

  /**
   * The same form with the same words in it takes places once, however often it is sent; corrected, it is
   * another request. A refusal is not held against a person who tries again: nothing was taken.
   */
  async take(body: RegisterBody, formKey: string, requestId: string): Promise<RegistrationReceipt> {
    const call = { body, source: 'web' as const, requestId };
    if (formKey === '') return (await this.registrations.register(call)).receipt;
    try {
      return (await this.registrations.register({ ...call, idempotency: identityOf(body, formKey) })).receipt;
    } catch (error) {
      if (error instanceof KeptRefusal) return (await this.registrations.register(call)).receipt;
      throw error;
    }
  }
}

function identityOf(body: RegisterBody, formKey: string) {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest();
  const key = createHash('sha256').update(formKey).update(bodyHash).digest('base64url');
  return { caller: 'public', route: 'form', key, bodyHash };
}
