import { AsyncLocalStorage } from 'node:async_hooks';

/** What stands in every line that is logged meanwhile: the job that is being done. Requests bring their own id. */
export const logContext = new AsyncLocalStorage<Readonly<Record<string, string>>>();
