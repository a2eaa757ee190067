import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session that a waiting party would take. Written under the lock of the session's public pool, by `Line` alone. */
@Entity('waiting_list_wishes')
export class Wish {
  @PrimaryColumn('uuid') entryId!: string;
  @PrimaryColumn('uuid') sessionId!: string;
  @PrimaryColumn('uuid') eventId!: string;
  /** Whether it stands in the line of the session. */
  @Column('boolean') live!: boolean;
  /** The fewest places that would do. */
  @Column('integer') minSize!: number;
  @Column('integer') partySize!: number;
  @Column('integer') priority!: number;
  @Column('bigint') rank!: string;
  /** How often a party behind it got places that were too few for it. */
  @Column('integer') passedOver!: number;
  /** That was as often as may be: nobody behind it gets places now. */
  @Column('boolean') savedFor!: boolean;
}
