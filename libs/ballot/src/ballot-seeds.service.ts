import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#database';
import { KeyRotation, Secrets } from '#kernel';
import type { Ballot } from './ballot.entity.js';
import { findSealedSeeds, replaceSeed } from './ballots.queries.js';
import { commitmentTo } from './draw.js';

const SEED_BYTES = 32;

/** The seeds of ballots. Nobody chooses one, and until the draw nobody is shown it: it is made here and lies sealed. */
@Injectable()
export class BallotSeeds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly rotation: KeyRotation,
  ) {}

  onModuleInit(): void {
    this.rotation.covers('seeds of ballots', () => this.sealAnew());
  }

  make(ballotId: string): Pick<Ballot, 'commitment' | 'sealedSeed'> {
    const seed = randomBytes(SEED_BYTES).toString('hex');
    return { commitment: commitmentTo(seed), sealedSeed: this.secrets.seal(seed, placeOf(ballotId)) };
  }

  /** Throws if it is not the seed that was committed to: then nothing may be drawn with it. */
  open({ id, sealedSeed, commitment }: Ballot): string {
    const seed = this.secrets.open(sealedSeed!, placeOf(id));
    if (commitmentTo(seed) !== commitment) throw new Error(`The seed of ballot ${id} is not the one committed to.`);
    return seed;
  }

  private async sealAnew(): Promise<number> {
    const { reader } = this.database;
    const due = (await findSealedSeeds(reader)).filter(({ sealedSeed }) => !this.secrets.isCurrent(sealedSeed));
    for (const { id, sealedSeed } of due) {
      const place = placeOf(id);
      await replaceSeed(reader, id, sealedSeed, this.secrets.seal(this.secrets.open(sealedSeed, place), place));
    }
    return due.length;
  }
}

function placeOf(ballotId: string): string {
  return `ballots/${ballotId}/seed`;
}
