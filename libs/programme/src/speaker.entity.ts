import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('speakers')
export class Speaker {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('integer') position!: number;
  @Column('text') name!: string;
  @Column('text') role!: string;
  @Column('text') biography!: string;
}
