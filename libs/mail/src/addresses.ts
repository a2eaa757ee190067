import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Secrets } from '#kernel';
import { type Correspondent, type MailOptions, parseSender } from './mail.options.js';
import { readToken, tokenOf } from './reply-token.js';

export type AddressPurpose = 'answer' | 'bounce';

/** Every address of our own that stands in a mail, and the token in it. */
@Injectable()
export class Addresses {
  readonly from: Correspondent;
  /** ASCII domain of From: the right-hand side of every Message-ID. */
  readonly domain: string;
  private readonly reply: { readonly local: string; readonly host: string } | undefined;

  constructor(
    options: MailOptions,
    private readonly secrets: Secrets,
  ) {
    this.from = parseSender(options.from);
    this.domain = domainToASCII(this.from.address.slice(this.from.address.lastIndexOf('@') + 1));
    const [local, host] = options.replyAddress?.split('@') ?? [];
    this.reply = local && host ? { local, host } : undefined;
  }

  get readsAnswers(): boolean {
    return this.reply !== undefined;
  }

  /** The registration's own address for answers, or the contact of the event where no REPLY_ADDRESS is set. */
  answersTo(registrationId: string, contact: string): string {
    return this.reply ? `${this.reply.local}+${this.token(registrationId)}@${this.reply.host}` : contact;
  }

  /** The envelope sender: a bounce names its registration (VERP) where REPLY_ADDRESS is set. */
  returnPath(registrationId: string): string {
    return this.reply ? `bounce+${this.token(registrationId)}@${this.reply.host}` : this.from.address;
  }

  /**
   * The registration whose own address this is, signed with any of our keys, and whether answers or bounces arrive
   * there; undefined for every other address.
   */
  registrationAt(address: string): { readonly registrationId: string; readonly purpose: AddressPurpose } | undefined {
    const [, word = '', token = ''] = /^([^+@]+)\+([^@]+)@/.exec(address) ?? [];
    const purpose = this.purposeOf(word.toLowerCase());
    const read = purpose && readToken(token);
    if (!read || !this.secrets.verify('reply', read.registrationId, read.signature)) return undefined;
    return { registrationId: read.registrationId, purpose };
  }

  private purposeOf(word: string): AddressPurpose | undefined {
    if (word === 'bounce') return 'bounce';
    return word === this.reply?.local.toLowerCase() ? 'answer' : undefined;
  }

  /** The Message-ID depends on nothing but the row: a mail that is sent twice is one mail to its reader. */
  messageId(id: string): string {
    return `<${id}@${this.domain}>`;
  }

  private token(registrationId: string): string {
    return tokenOf({ registrationId, signature: this.secrets.sign('reply', registrationId) });
  }
}
