import { SetMetadata } from '@nestjs/common';
import type { Permission } from '#contracts';

export const NEEDS = 'gatehouse:needs';

/** `none` for what concerns nobody but the caller: being known is enough. */
export type Needed = Permission | 'none';

export interface Need {
  readonly permission: Needed;
  /** Whether having it for some events is not enough, since the operation is about the house as a whole. */
  readonly everywhere: boolean;
}

/** What an operation of the admin API needs. An operation without it does not start. */
export const Needs = (permission: Needed, { everywhere = false } = {}): MethodDecorator =>
  SetMetadata(NEEDS, { permission, everywhere } satisfies Need);
