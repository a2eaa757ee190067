import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { PINNED_NODE, at, readText } from './paths.mjs';
import { run, say } from './programs.mjs';

const CONFIG = 'apps/standalone/tsconfig.build.json';
const STAMP = at('dist/.built');

export function isBuilt() {
  return readText(STAMP) === fingerprint();
}

/** The compiled sources and, beside them, what they read at run time: styles, scripts, drawings. */
export async function build() {
  say('Building.');
  const made = fingerprint();
  rmSync(at('dist'), { recursive: true, force: true });
  const compiler = [at('node_modules/typescript/bin/tsc'), '-p', CONFIG];
  const code = await run(PINNED_NODE, compiler, { stdio: ['ignore', process.stderr, process.stderr] });
  if (code !== 0) throw new Error('The build failed: the compiler says above why.');
  for (const file of sources().filter((path) => !/\.(tsx?|md)$/.test(path))) cpSync(at(file), at('dist', file));
  writeFileSync(STAMP, made);
}

/** Of names and contents: whatever came, went or changed makes another build, a new checkout of the same does not. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['tsconfig.json', CONFIG, 'package.json', 'package-lock.json', ...sources()]) {
    hash.update(`${file}\0`).update(readFileSync(at(file)));
  }
  return hash.digest('hex');
}

function sources() {
  const folders = ['apps', 'libs'].flatMap((area) => entries(area).map(({ name }) => `${area}/${name}/src`));
  return folders.flatMap(filesBelow).toSorted();
}

function filesBelow(folder) {
  return entries(folder).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function entries(folder) {
  return existsSync(at(folder)) ? readdirSync(at(folder), { withFileTypes: true }) : [];
}
