import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { PINNED_NODE, at, readText } from './paths.mjs';
import { run, say } from './programs.mjs';

/**
 * npm writes its own record of what it installed at the very end, so an interrupted install has none. What the record
 * lacks may be lacking only if it is optional: made for other machines.
 */
export function isInstalled() {
  const record = readText(at('node_modules/.package-lock.json'));
  if (!record || !existsSync(PINNED_NODE)) return false;
  const installed = JSON.parse(record).packages;
  const { '': _project, ...wanted } = JSON.parse(readText(at('package-lock.json'))).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity && existsSync(at(path));
  });
}

export async function install() {
  say('Installing the packages that package-lock.json names. This can take a few minutes.');
  // Not by the Node inside node_modules: npm begins by deleting that.
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(at('node_modules')));
  const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, PATH: path.join(delimiter) },
  });
  if (code !== 0) throw new Error('The packages could not be installed: npm says above why.');
  if (isInstalled()) return;
  throw new Error('npm left packages out. Gatehouse needs their install scripts: is "ignore-scripts" set?');
}
