/**
 * Brings a fresh clone to where it can run: packages installed, sources built. Runs on any Node from 20 on, before
 * anything is installed, so it and what it imports use nothing but Node itself. What it says goes to standard error.
 */
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { alone } from './turns.mjs';

const OLDEST_NODE = 20;

/** Throws an Error with one sentence for the person who started it. */
export async function prepare({ built }) {
  const node = Number(process.versions.node.split('.')[0]);
  if (node < OLDEST_NODE) throw new Error(`Gatehouse needs Node ${OLDEST_NODE} or later to start; this is ${node}.`);
  if (isInstalled() && (!built || isBuilt())) return;
  await alone(async () => {
    if (!isInstalled()) await install();
    if (built && !isBuilt()) await build();
  });
}
