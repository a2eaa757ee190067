export { brokenConstraint, Database, LookAgain, sqlState, type Tx } from './database.js';
export { DatabaseModule, type DatabaseOptions } from './database.module.js';
export { GroupCommit, type GroupCommitLimits } from './group-commit.js';
export { type Claim, IdempotencyKeys, type IdempotentRequest, type KeptAnswer } from './idempotency-keys.js';
export { migrate, type MigrateOptions } from './migrate.js';
export { insertRows } from './insert-rows.js';
export { prepared } from './prepared.js';
export { badCursor, type Paged, type PageWanted, readCursor, toPage } from './paging.js';
