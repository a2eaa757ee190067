import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Gives the public places of some sessions by a draw. Its times say when entries open and close; what was done has a time of its own. */
@Entity('ballots')
export class Ballot {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('timestamptz') opensAt!: Date;
  @Column('timestamptz') closesAt!: Date;
  @Column('timestamptz') drawsAt!: Date;
  /** SHA-256 of the seed, public from the first moment. */
  @Column('text') commitment!: string;
  /** The seed until the draw; see BallotSeeds. */
  @Column('text', { nullable: true }) sealedSeed!: string | null;
  /** The seed from the draw on, in hexadecimal. */
  @Column('text', { nullable: true }) seed!: string | null;
  @Column('text', { nullable: true }) listHash!: string | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) drawnAt!: Date | null;
  /** When all results were carried out, and what was left was open to everybody again. */
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
  @Column('text', { nullable: true }) announcement!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
