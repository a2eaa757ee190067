import { execFileSync } from 'node:child_process';

/**
 * A family of tests that needs a program of the system. Where it is not installed the family is skipped under its
 * name, which says what is missing; in CI that is a failure, so that nothing is skipped unseen.
 */
export function describeWith(program: string, name: string, tests: () => void): void {
  if (isInstalled(program)) describe(name, tests);
  else if (process.env['CI']) it(name, () => Promise.reject(new Error(`${program} is not installed.`)));
  else describe.skip(`${name} (needs ${program})`, tests);
}

/** A program on the path, or a module of Python as `python3:icalendar`. */
function isInstalled(program: string): boolean {
  const [, module] = program.split(':');
  const [command, args]: [string, string[]] = module
    ? ['/usr/bin/python3', ['-c', `import ${module}`]]
    : ['which', [program]];
  try {
    execFileSync(command, args, {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    });
    return true;
  } catch {
    return false;
  }
}
