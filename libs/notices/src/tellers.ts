import { Injectable } from '@nestjs/common';
import type { Candidate } from '#contracts';
import type { Tx } from '#database';
import type { CandidateMessage } from '#mail';
import type { LetterContent } from './letter-content.js';

/** What becomes of a queued message about a candidate, by how things stand now. */
export type Telling = 'superseded' | { readonly failed: string } | { readonly send: CandidateLetter };

export interface CandidateLetter {
  readonly content: LetterContent;
  /** Whom it greets; left out of the header where it is not printable. */
  readonly name: string;
  /** Whom an answer goes to: the event's contact. */
  readonly contact: string;
}

/** Writes the mails about one kind of candidates. */
export interface Teller {
  readonly kind: Candidate['kind'];
  /** Reads the candidate with a lock, so that nothing becomes of it while its mail is sent. */
  tell(tx: Tx, message: CandidateMessage): Promise<Telling>;
}

/** Who writes about whom. Each teller signs on when its module starts. */
@Injectable()
export class Tellers {
  private readonly byKind = new Map<Candidate['kind'], Teller>();

  add(teller: Teller): void {
    this.byKind.set(teller.kind, teller);
  }

  for(kind: Candidate['kind']): Teller {
    const teller = this.byKind.get(kind);
    if (!teller) throw new Error(`Nobody writes to somebody who is a ${kind}.`);
    return teller;
  }
}
