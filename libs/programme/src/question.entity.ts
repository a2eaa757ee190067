import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an event asks beside name and address; `options` stand only with the two kinds of choice. */
@Entity('questions')
export class Question {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('integer') position!: number;
  @Column('text') label!: string;
  @Column('text') help!: string;
  @Column('text') kind!: 'text' | 'choice' | 'choices' | 'yes-no';
  @Column('text', { array: true }) options!: string[];
  @Column('boolean') required!: boolean;
  @Column('text') askedPer!: 'party' | 'person';
  /** Whether its answers are kept encrypted and shown to those alone who need them. */
  @Column('boolean') sensitive!: boolean;
  /** Raised with every change; what `If-Match` compares. */
  @Column('integer') version!: number;
}
