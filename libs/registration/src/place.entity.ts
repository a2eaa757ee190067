import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Answers } from './registration.entity.js';

/** One person of a party; position 1 is the contact, or the first guest where only guests come. */
@Entity('places')
export class Place {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') registrationId!: string;
  @Column('integer') position!: number;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text', { nullable: true }) accessNeeds!: string | null;
  @Column('jsonb') answers!: Answers;
  @Column('text') ticketCode!: string;
}
