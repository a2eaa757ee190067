import { Injectable } from '@nestjs/common';
import type { RegistrationView } from '#contracts';
import { partyLimitOf } from './change.js';
import { Links } from './links.js';
import type { Registration } from './registration.entity.js';
import { Sealing } from './sealing.service.js';
import { cancellationUntil, changesUntil, type SessionFacts } from './session-facts.js';

/** Registrations as the holders of their links see them: everything that they said themselves. */
@Injectable()
export class RegistrationViews {
  constructor(
    private readonly links: Links,
    private readonly sealing: Sealing,
  ) {}

  of(registration: Registration, facts: SessionFacts): RegistrationView {
    const { id, reference, state, sessionId, partySize, ...row } = registration;
    const { accessNeeds, answers, places } = this.sealing.open(registration);
    return {
      id,
      reference,
      state,
      sessionId,
      eventSlug: facts.eventSlug,
      partySize,
      partyLimit: partyLimitOf(registration, facts),
      invited: registration.partyAllowed !== null,
      contact: { name: row.contactName, email: row.contactEmail, phone: row.contactPhone },
      places: [...places],
      accessNeeds,
      answers,
      cancelledBy: row.cancelledBy,
      manageUrl: this.links.manageUrl(id),
      calendarUrl: this.links.calendarUrl(id),
      heldUntil: row.heldUntil?.toISOString() ?? null,
      changesUntil: changesUntil(facts).toISOString(),
      cancellationUntil: cancellationUntil(facts).toISOString(),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}
