import { Injectable } from '@nestjs/common';
import { emailKey } from '#contracts';
import { Database } from '#database';
import { openSignedId, PublicUrl, readSignedId, Secrets, signedId } from '#kernel';
import { Invitation } from './invitation.entity.js';
import { InvitationLinkNotValid } from './invitation.errors.js';

type Addressed = Pick<Invitation, 'id' | 'email'>;

/**
 * The guest's own link. It is bound to the invitation, whose row says what it is still good for, and to its address: once
 * that is corrected, whoever had the mail by mistake has a link that opens nothing.
 */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
    private readonly database: Database,
  ) {}

  url(invitation: Addressed): string {
    return `${this.site.base}/invitations/${signedId(this.secrets, purposeOf(invitation), invitation.id)}`;
  }

  /** Looks like a link and opens nothing: for letters that are only looked at. */
  sampleUrl(): string {
    return `${this.site.base}/invitations/the-link-of-this-guest`;
  }

  /** The id of the invitation that the token opens. Throws InvitationLinkNotValid. */
  async open(token: string): Promise<string> {
    const id = readSignedId(token)?.id;
    const invitation = id === undefined ? null : await this.database.reader.findOneBy(Invitation, { id });
    if (!invitation || !openSignedId(this.secrets, purposeOf(invitation), token)) throw new InvitationLinkNotValid();
    return invitation.id;
  }
}

function purposeOf({ email }: Addressed): string {
  return email === null ? 'invitation' : `invitation to ${emailKey(email)}`;
}
