export { type EnqueueOptions, Jobs, type JobsOptions } from './jobs.js';
export { JobsModule } from './jobs.module.js';
export type { QueueName } from './queues.js';
