import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session whose public places the ballot gives. */
@Entity('ballot_sessions')
export class BallotSession {
  @PrimaryColumn('uuid') eventId!: string;
  @PrimaryColumn('uuid') ballotId!: string;
  @PrimaryColumn('uuid') sessionId!: string;
  /** How many places are drawn, counted at the close; null before. */
  @Column('integer', { nullable: true }) places!: number | null;
  /** Of them, those that the pool still keeps for winners who are not registered yet. */
  @Column('integer') kept!: number;
}
