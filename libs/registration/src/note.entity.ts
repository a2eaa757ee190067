import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NoteView } from '#contracts';

/** What the team knows about a party and the party did not write. Notes are added and never changed. */
@Entity('registration_notes')
export class Note {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') kind!: NoteView['kind'];
  /** It may say anything about a person, so it is kept sealed. */
  @Column('text') sealedText!: string;
  @Column('text') authorKind!: NoteView['author']['kind'];
  @Column('uuid', { nullable: true }) authorId!: string | null;
  @Column('text') authorName!: string;
  @Column('timestamptz') createdAt!: Date;
}
