import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { isId, newId } from '#kernel';

const KEPT = 500;
const SUFFIX = '.eml';

/**
 * A folder of `.eml` files for a machine without an SMTP server, so that nothing that was sent is
 * lost and everything can be read. Its names are UUIDv7 and sort by time. The mails hold manage
 * links: only the user that runs Gatehouse may read them.
 */
@Injectable()
export class BuiltInMailbox {
  constructor(
    private readonly directory: string,
    private readonly kept: number = KEPT,
  ) {}

  /** Keeps the raw message (RFC 5322) and forgets the oldest beyond the number kept. */
  async keep(raw: Buffer): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const id = newId();
    const unfinished = join(this.directory, `${id}.part`);
    await writeFile(unfinished, raw, { mode: 0o600 });
    await rename(unfinished, this.path(id));
    for (const old of (await this.list()).slice(this.kept)) await rm(this.path(old), { force: true });
  }

  /** Ids, newest first. */
  async list(): Promise<string[]> {
    const names = await readdir(this.directory).catch(nothingYet);
    const ids = names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
    return ids.filter(isId).toSorted().toReversed();
  }

  /** The raw message, or undefined if there is none of this id (any more). */
  async read(id: string): Promise<Buffer | undefined> {
    return isId(id) ? readFile(this.path(id)).catch(nothingThere) : undefined;
  }

  private path(id: string): string {
    return join(this.directory, id + SUFFIX);
  }
}

function nothingYet(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
