import { migrate } from '#database';
import { Jobs } from '#jobs';

/** Brings schema and job queues to this version of the program, one process at a time. */
export async function prepareDatabase(url: string): Promise<void> {
  await migrate(url, { then: () => Jobs.prepare(url) });
}
