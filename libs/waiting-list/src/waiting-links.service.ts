import { Injectable } from '@nestjs/common';
import { openSignedId, PublicUrl, Secrets, signedId } from '#kernel';
import { WaitingLinkNotValid } from './waiting-list.errors.js';

const PURPOSE = 'waiting';

/** The unguessable link to an entry; see Links in registration. */
@Injectable()
export class WaitingLinks {
  constructor(
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
  ) {}

  token(entryId: string): string {
    return signedId(this.secrets, PURPOSE, entryId);
  }

  /** Throws WaitingLinkNotValid. */
  open(token: string): string {
    const id = openSignedId(this.secrets, PURPOSE, token);
    if (!id) throw new WaitingLinkNotValid();
    return id;
  }

  url(entryId: string): string {
    return `${this.site.base}/waiting/${this.token(entryId)}`;
  }
}
