import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createElement } from 'react';
import { AlreadyEntered, BallotCancelled, BallotClosed, BallotListing, BallotNotOpen, type Entered } from '#ballot';
import { type BallotView, EnterBody, type EventView } from '#contracts';
import { type DomainError, newId } from '#kernel';
import { WhatsOn } from '#registration';
import { Limited } from '../../http/rate-limit.js';
import { EMPTY_FORM, faultsOf, type FormState } from '../forms/faults.js';
import { type FormBody, textOf } from '../forms/form-body.js';
import { readPartyForm, wordFaults } from '../forms/party-form.js';
import type { Read } from '../forms/register-form.js';
import { goTo, HtmlPage } from '../parts/html-page.js';
import { render } from '../parts/render.js';
import { errorPage } from '../refusals/error-page.js';
import { formFaultsOf, refuse } from '../refusals/refuse.js';
import { CheckYourEntryMailPage, EnterPage } from './enter.page.js';
import { EntryTaking } from './entry-taking.service.js';
import { readPreferences } from './preference-fields.js';

interface Found {
  readonly ballot: BallotView;
  readonly event: EventView;
}

@ApiExcludeController()
@Controller('ballots/:id/enter')
export class EnterController {
  constructor(
    private readonly listing: BallotListing,
    private readonly whatsOn: WhatsOn,
    private readonly taking: EntryTaking,
  ) {}

  @Get()
  @HtmlPage()
  async form(@Param('id') id: string): Promise<string> {
    return formPage(await this.find(id), EMPTY_FORM);
  }

  @Post()
  @HttpCode(200)
  @Limited('register')
  @HtmlPage()
  async enter(
    @Param('id') id: string,
    @Body() sent: FormBody | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const values = sent ?? {};
    const found = await this.find(id);
    if (textOf(values, 'show') !== '') return formPage(found, { values, faults: [] });
    const read = readEnterForm(values, found);
    const again = (form: FormState) => {
      reply.status(422);
      return formPage(found, form);
    };
    if ('faults' in read) return again({ values, faults: read.faults });
    try {
      const entered = await this.taking.take(found.ballot.id, read.body, textOf(values, 'idempotencyKey'), request.id);
      return answer(found, entered, read.body.contact.email, reply);
    } catch (error) {
      const faults = formFaultsOf(error);
      return faults ? again({ values, faults }) : refuse(reply, error, { event: found.event, values });
    }
  }

  /** Throws NotFound. */
  private async find(id: string): Promise<Found> {
    const ballot = await this.listing.view(id);
    return { ballot, event: await this.whatsOn.event(ballot.eventSlug) };
  }
}

/** The form while entries are open, else the page that says why not. */
function formPage({ ballot, event }: Found, form: FormState): string {
  const refusal = stateRefusal(ballot);
  if (refusal) return errorPage(refusal, { event, values: form.values });
  return render(createElement(EnterPage, { ballot, event, form, idempotencyKey: newId() }));
}

function stateRefusal({ state, opensAt }: BallotView): DomainError | undefined {
  switch (state) {
    case 'planned':
      return new BallotNotOpen(new Date(opensAt));
    case 'open':
      return undefined;
    case 'cancelled':
      return new BallotCancelled();
    default:
      return new BallotClosed();
  }
}

function readEnterForm(form: FormBody, { ballot, event }: Found): Read<EnterBody> {
  const parsed = EnterBody.safeParse({
    preferences: readPreferences(form, ballot.sessions),
    ...readPartyForm(form, event.questions),
    ...(event.consentText === null ? {} : { consent: textOf(form, '/consent') === 'yes' }),
  });
  return parsed.success ? { body: parsed.data } : { faults: wordFaults(faultsOf(parsed.error.issues), form) };
}

/** An entry that is in is shown on its own page; one that is not waits for the link in the mail. */
function answer(found: Found, entered: Entered, email: string, reply: FastifyReply): string {
  if ('known' in entered) throw new AlreadyEntered();
  const { entryUrl } = entered.receipt;
  if (entryUrl) return goTo(reply, `${new URL(entryUrl).pathname}?done=entered`);
  return render(createElement(CheckYourEntryMailPage, { ...found, email }));
}
