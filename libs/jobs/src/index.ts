export { type EnqueueOptions, Jobs, type JobsOptions } from './jobs.js';
export { JobsModule } from './jobs.module.js';
export { QueueLengths } from './queue-lengths.service.js';
export type { QueueName } from './queues.js';
