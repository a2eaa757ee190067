import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export function at(...parts) {
  return join(root, ...parts);
}

/** The Node of package.json: the one that everything but the preparation runs on. */
export const PINNED_NODE = at('node_modules/.bin/node');

export function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
