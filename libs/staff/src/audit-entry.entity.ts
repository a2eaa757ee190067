import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from './actor.js';
import type { Differences } from './differences.js';

/** Who changed what. Rows are added and never changed; the table refuses anything else. */
@Entity('audit_trail')
export class AuditEntry {
  @PrimaryColumn('uuid') id!: string;
  /** NOWHERE for what belongs to no event. */
  @PrimaryColumn('uuid') eventId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') actorKind!: Actor['kind'];
  @Column('uuid', { nullable: true }) actorId!: string | null;
  @Column('text') actorName!: string;
  @Column('text', { nullable: true }) address!: string | null;
  /** As in the feed of changes: `session.rescheduled`. */
  @Column('text') kind!: string;
  @Column('uuid') subjectId!: string;
  @Column('jsonb') changed!: Differences;
  @Column('text', { nullable: true }) reason!: string | null;
}
