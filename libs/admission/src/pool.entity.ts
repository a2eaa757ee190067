import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PoolAudience } from '#contracts';

/** A named part of a session's capacity. `taken` counts people and is written by this lib alone. */
@Entity('pools')
export class Pool {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') sessionId!: string;
  /** Empty where the pool is private. */
  @Column('text') name!: string;
  /** Whom it is for is nobody's business but that of those who need it; see PoolNames. */
  @Column('boolean') private!: boolean;
  @Column('text', { nullable: true }) sealedName!: string | null;
  @Column('text') audience!: PoolAudience;
  /** The person of the team who fills it. */
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('integer') places!: number;
  @Column('integer') taken!: number;
  /** Of the taken: offered to people on the waiting list, who have not answered yet. */
  @Column('integer') offered!: number;
  /** People who may still come by an invitation; not taken. May be more than the free places. */
  @Column('integer') promised!: number;
  /** Parties wait for its places, and what comes free is theirs. */
  @Column('boolean') waitedFor!: boolean;
  /** The ballot whose winners its places are for. */
  @Column('uuid', { nullable: true }) ballotId!: string | null;
  /** The code that opens it: a new one has a new id. Sealed to be read again, and hashed to be found; see PoolCodes. */
  @Column('uuid', { nullable: true }) codeId!: string | null;
  @Column('text', { nullable: true }) sealedCode!: string | null;
  @Column('text', { nullable: true }) codeHash!: string | null;
  /** How many people may hold places by the code; null for as many as there are. */
  @Column('integer', { nullable: true }) codeLimit!: number | null;
  /**
   * When the free places go to `releasesTo`; places given back later follow them at once. Exactly `releasedAt` where
   * nothing was planned and they were released by hand.
   */
  @Column('timestamptz', { nullable: true }) releasesAt!: Date | null;
  @Column('uuid', { nullable: true }) releasesTo!: string | null;
  @Column('timestamptz', { nullable: true }) releasedAt!: Date | null;
  /** How many of its places have gone on to `releasesTo`: with them, `places` is what was planned. */
  @Column('integer') releasedPlaces!: number;
  /** Raised with every change but those of `taken`; what `If-Match` compares. */
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
