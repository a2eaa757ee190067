import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportField, ImportView } from '#contracts';

/** A file of people on its way in. */
@Entity('imports')
export class Import {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') kind!: ImportView['kind'];
  /** Where lines go that name no session. */
  @Column('uuid', { nullable: true }) sessionId!: string | null;
  @Column('text') state!: ImportView['state'];
  @Column('text') encoding!: ImportView['encoding'];
  @Column('text') separator!: ImportView['separator'];
  /** What each column stands for, in order. */
  @Column('jsonb') fields!: readonly (ImportField | null)[];
  @Column('jsonb') override!: ImportView['override'];
  @Column('jsonb') report!: ImportView['report'];
  @Column('integer') made!: number;
  /** A first line may be of a person, too. Both are null once the file is forgotten. */
  @Column('text', { nullable: true }) sealedHeader!: string | null;
  @Column('text', { nullable: true }) sealedFile!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}
