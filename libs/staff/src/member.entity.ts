import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member of the team. To better-auth this is its user. */
@Entity('staff_members')
export class Member {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** As addresses are compared. */
  @Column('text') email!: string;
  @Column('boolean') emailVerified!: boolean;
  @Column('text', { nullable: true }) image!: string | null;
  @Column('boolean', { nullable: true }) twoFactorEnabled!: boolean | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  /** Null until the invitation is accepted. */
  @Column('timestamptz', { nullable: true }) joinedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
  @Column('integer') version!: number;
}
