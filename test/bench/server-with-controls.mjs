/**
 * The built server with two more endpoints, to measure registering against. Without decorators, so that it runs as
 * it stands on what the build made.
 *
 * - `POST /api/bench/bare`: the same body and checks as registering, then an answer of the same size; no database.
 * - `POST /api/bench/one-each`: the same registration in a transaction of its own, as most systems do it.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { ServicesModule, stopOnSignal } from '#composition';
import { emailKey, RegisterBody } from '#contracts';
import { Database } from '#database';
import { readSettings } from '../../dist/apps/server/src/configuration.js';
import { createServer, listen } from '../../dist/apps/server/src/create-server.js';
import { logging } from '../../dist/apps/server/src/logging.js';
import { ServerModule } from '../../dist/apps/server/src/server.module.js';
import { RegistrationSettlement } from '../../dist/libs/registration/src/settlement.service.js';

class Controls {
  bare(body) {
    return {
      id: randomUUID(),
      reference: 'GH-7K2M-9QPD',
      state: 'confirmed',
      sessionId: body.sessionId,
      partySize: body.partySize,
      manageUrl: 'http://events.example.org/manage/AZkvPnwafSCKTj8bLE1eb5f3cNHqvGk0w1nZr2tYx4u6p8s',
      calendarUrl:
        'http://events.example.org/calendar/registrations/AZkvPnwafSCKTj8bLE1eb5f3cNHqvGk0w1nZr2tYx4u6p8s.ics',
      heldUntil: null,
      createdAt: '2027-06-01T09:00:00.000Z',
    };
  }

  async oneEach(body) {
    const call = { body, emailKey: emailKey(body.contact.email), source: 'api' };
    const [settled] = await database.transaction((tx) => settlement.settle(tx, body.sessionId, [call]));
    if (settled instanceof Error) throw settled;
    return this.bare(body);
  }
}

const endpoints = { bare: 'bare', oneEach: 'one-each' };
for (const [method, path] of Object.entries(endpoints)) {
  Post(path)(Controls.prototype, method, Object.getOwnPropertyDescriptor(Controls.prototype, method));
  Body({ schema: RegisterBody })(Controls.prototype, method, 0);
}
Controller('api/bench')(Controls);

class Main {}
Module({})(Main);

const settings = readSettings();
const services = ServicesModule.from(settings, { works: false });
const main = {
  module: Main,
  imports: [logging(settings.LOG_LEVEL), ServerModule.from(settings, services), services],
  controllers: [Controls],
};
const app = await createServer(main, settings);
const database = app.get(Database, { strict: false });
const settlement = app.get(RegistrationSettlement, { strict: false });
stopOnSignal(app);
process.stdout.write(`The server listens at ${await listen(app, settings)}.\n`);
