import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mailed link with which a member sets a password, once. */
@Entity('staff_links')
export class StaffLink {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') memberId!: string;
  @Column('text') purpose!: 'invitation' | 'password';
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  /** When it was used, or replaced by another, or withdrawn. */
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}
