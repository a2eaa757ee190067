import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Admission } from '#admission';
import { prepareDatabase, ServicesModule } from '#composition';
import type { MessageView, RegisterBody } from '#contracts';
import { Database } from '#database';
import { Clock, newId, parseConfiguration } from '#kernel';
import { MessageLog } from '#mail';
import { NoticeSender } from '#notices';
import { ProgrammeEditor } from '#programme';
import { CancelService, RegistrationService, SelfService } from '#registration';
import { freshDatabase } from '../support/postgres.js';
import { garden, lecture } from './sample-facts.js';

export interface HouseOptions {
  readonly smtpUrl?: string;
  readonly replyAddress?: string;
  /** Whether jobs run by themselves; without it tests run each by hand. */
  readonly works?: boolean;
}

const SETTINGS = {
  PUBLIC_URL: 'https://events.bma.example',
  MAIL_FROM: 'BMA House events <events@bma.example>',
  SECRET_KEYS: 'a test key of thirty-two characters',
};

/** The whole house on a database of its own, without its doors: services, jobs, mail. */
export class House implements AsyncDisposable {
  private constructor(
    private readonly app: INestApplicationContext,
    private readonly leave: () => Promise<void>,
  ) {}

  static async open({ smtpUrl, replyAddress, works = false }: HouseOptions): Promise<House> {
    const database = await freshDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-notices-'));
    await prepareDatabase(database.url);
    const configuration = parseConfiguration({
      ...SETTINGS,
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      SMTP_URL: smtpUrl,
      REPLY_ADDRESS: replyAddress,
    });
    const settings = {
      ...configuration,
      DATABASE_URL: database.url,
      PUBLIC_URL: SETTINGS.PUBLIC_URL,
      SECRET_KEYS: [SETTINGS.SECRET_KEYS],
    };
    const app = await NestFactory.createApplicationContext(ServicesModule.from(settings, { works }), { logger: false });
    return new House(app, async () => {
      await app.close();
      await database.drop();
      await rm(folder, { recursive: true });
    });
  }

  get<T>(service: Type<T>): T {
    return this.app.get(service, { strict: false });
  }

  /** Stops the clock of the house at this time. */
  setClock(time: string): void {
    Object.assign(this.get(Clock), { now: () => new Date(time) });
  }

  /** Opens a session of a garden day with 50 places, or the lecture; answers its id. */
  async session(change: { readonly confirmation?: 'immediate' | 'by-email'; readonly lecture?: boolean } = {}) {
    const facts = change.lecture ? lecture : garden;
    const editor = this.get(ProgrammeEditor);
    const slug = `open-${newId()}`;
    return this.get(Database).transaction(async (tx) => {
      const venue = await editor.addVenue(tx, { ...facts.venue, slug, safeNumber: 100 });
      const { mood } = facts.event;
      const programme = await editor.addProgramme(tx, { slug, name: 'Open Squares', summary: 'Gardens', mood });
      const event = await editor.addEvent(tx, {
        programmeId: programme.id,
        venueId: venue.id,
        slug,
        title: facts.event.title,
        summary: 'A garden',
        story: 'Of herbs',
        drawing: null,
        status: 'published',
        registrationOpensAt: new Date('2027-01-01T09:00:00Z'),
        registrationClosesAt: null,
        confirmation: change.confirmation ?? 'immediate',
        oneRegistrationPer: 'event',
        partyLimit: 6,
        changesCloseMinutes: 24 * 60,
        declineUndoMinutes: 30,
        waitingList: false,
        offerMinutes: 1440,
        passedOverLimit: 3,
        cancellationsCloseMinutes: 120,
        contactEmail: facts.event.contact.email,
        contactPhone: facts.event.contact.phone,
        arrival: facts.event.arrival,
        accessHelp: facts.event.accessHelp,
        consentText: null,
        consentRequired: false,
      });
      const { startsAt, endsAt, admissionOpensAt, admissionClosesAt, title, room } = facts.session;
      const times = { startsAt, endsAt, admissionOpensAt, admissionClosesAt };
      const session = await editor.addSession(tx, event.id, { ...times, title, room, capacity: 50 });
      const pool = {
        eventId: event.id,
        sessionId: session.id,
        name: 'Public',
        audience: 'public',
        places: 50,
      } as const;
      await this.get(Admission).openPool(tx, pool);
      return session.id;
    });
  }

  /** Registers a party of two; answers the id of the registration. */
  async register(sessionId: string, change: Partial<RegisterBody> = {}): Promise<string> {
    const body: RegisterBody = {
      sessionId,
      contact: { name: 'Ada Birch', email: 'ada@example.org' },
      partySize: 2,
      guests: [{ name: 'Tom Birch', accessNeeds: 'Tom needs his insulin kept cool.' }],
      accessNeeds: 'A seat near the gate, please.',
      ...change,
    };
    const call = { body, source: 'web', requestId: newId() } as const;
    return (await this.get(RegistrationService).register(call)).receipt.id;
  }

  async resize(registrationId: string, partySize: number): Promise<void> {
    await this.get(SelfService).change(registrationId, { partySize });
  }

  async readdress(registrationId: string, email: string): Promise<void> {
    await this.get(SelfService).change(registrationId, { contact: { email } });
  }

  async cancel(registrationId: string): Promise<void> {
    await this.get(CancelService).cancel(registrationId);
  }

  /** The messages about a registration, oldest first. */
  async messages(registrationId: string): Promise<MessageView[]> {
    const { items } = await this.get(MessageLog).list({ registrationId, limit: 50 }, null);
    return items.toReversed();
  }

  /** Runs the job of one message. */
  async send({ id, eventId }: MessageView): Promise<void> {
    await this.get(NoticeSender).send({ messageId: id, eventId });
  }

  /** Runs the jobs of all messages about a registration, oldest first, and answers what became of them. */
  async sendAll(registrationId: string): Promise<MessageView[]> {
    for (const message of await this.messages(registrationId)) await this.send(message);
    return this.messages(registrationId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }
}
