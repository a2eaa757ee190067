import type { Tx } from './database.js';

class Undone extends Error {}

/**
 * Does the work, undoes it, and answers what it would have answered; what it is refused with, it throws. Inside a
 * transaction that goes on. The locks that it took are let go.
 */
export async function rehearse<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const answers: T[] = [];
  await tx
    .transaction(async () => {
      answers.push(await work());
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return answers[0]!;
}
