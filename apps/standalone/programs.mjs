import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PINNED_NODE, root } from './paths.mjs';

/** Runs a program in the checkout and answers its exit code. */
export function run(command, args, options) {
  return exitCode(spawn(command, args, { cwd: root, ...options }));
}

/**
 * Runs the pinned Node on our terminal and answers its exit code. Ctrl-C reaches every process of the terminal and npm
 * passes it on besides, so each signal goes to the program once more at most.
 */
export function runNode(args, environment = process.env) {
  const program = spawn(PINNED_NODE, args, { cwd: root, stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    let passed = false;
    process.on(signal, () => {
      if (!passed) program.kill(signal);
      passed = true;
    });
  }
  return exitCode(program);
}

function exitCode(program) {
  return new Promise((resolve, reject) => {
    program.once('error', (error) => reject(new Error(`${program.spawnfile} cannot be run (${error.code}).`)));
    program.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}
