import { Injectable } from '@nestjs/common';
import { openSignedId, PublicUrl, Secrets, signedId } from '#kernel';
import { EntryLinkNotValid } from './ballot.errors.js';

const PURPOSE = 'ballot-entry';

/** The link of an entry, which goes to its address alone: who has it has read the mail. */
@Injectable()
export class EntryLinks {
  constructor(
    private readonly secrets: Secrets,
    private readonly site: PublicUrl,
  ) {}

  /** The id of the entry that the token opens. Throws EntryLinkNotValid. */
  open(token: string): string {
    const id = openSignedId(this.secrets, PURPOSE, token);
    if (!id) throw new EntryLinkNotValid();
    return id;
  }

  entryUrl(entryId: string): string {
    return `${this.site.base}/ballot-entries/${signedId(this.secrets, PURPOSE, entryId)}`;
  }

  ballotUrl(ballotId: string): string {
    return `${this.site.base}/ballots/${ballotId}`;
  }

  recordUrl(ballotId: string): string {
    return `${this.site.base}/api/v1/ballots/${ballotId}/record`;
  }
}
