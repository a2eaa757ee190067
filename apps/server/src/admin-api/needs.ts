import { SetMetadata } from '@nestjs/common';
import type { Role } from '#staff';

export const NEEDS = 'gatehouse:needs';

/** The least role that an operation of the admin API needs. An operation without it does not start. */
export const Needs = (role: Role): MethodDecorator => SetMetadata(NEEDS, role);
