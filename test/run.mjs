/**
 * Runs one suite of the tests: with `browser`, `pictures` or `faults` as first argument that one, else all the rest. Further
 * arguments go to Jest. The last line says how many passed and failed; `TEST_RESULTS` may name a file that collects
 * such lines.
 */
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, readText } from '../apps/standalone/paths.mjs';
import { prepare } from '../apps/standalone/prepare.mjs';
import { runNode, say } from '../apps/standalone/programs.mjs';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const SUITES = {
  /** Whatever needs nothing but Node. */
  plain: { chosen: ['--testPathIgnorePatterns=<rootDir>/test/(browser|faults)/'], built: false },
  browser: {
    chosen: [
      // Each spec file has a browser of its own beside it.
      '--maxWorkers=2',
      '--testMatch=<rootDir>/test/browser/**/*.spec.ts',
      '--testPathIgnorePatterns=<rootDir>/test/browser/screenshots',
    ],
    built: false,
  },
  /** Every page in pictures, for people to look at: nothing compares them. */
  pictures: { chosen: ['--testMatch=<rootDir>/test/browser/screenshots.spec.ts'], built: false },
  /** Servers and workers as the build makes them, as processes that can be killed. */
  faults: { chosen: ['--testMatch=<rootDir>/test/faults/*.spec.ts'], built: true },
};

const [first, ...rest] = process.argv.slice(2);
const suite = Object.hasOwn(SUITES, first) ? first : 'plain';
const given = first === suite ? rest : process.argv.slice(2);
try {
  const environment =
    suite === 'browser' || suite === 'pictures' ? { ...process.env, CHROMIUM: browser() } : process.env;
  await prepare(SUITES[suite]);
  process.exitCode = await runJest(environment);
} catch (error) {
  say(error.message);
  conclude(0, 1);
  process.exitCode = 1;
}

function browser() {
  const candidates = process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS;
  const found = candidates.find((path) => existsSync(path));
  if (found) return found;
  throw new Error('The browser tests need Chromium: install it, or name its program in CHROMIUM.');
}

async function runJest(environment) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-results-'));
  const results = join(folder, 'results.json');
  // `--json` stands between: an option of several values, like --testMatch, would take a path after it for one more.
  const options = [...SUITES[suite].chosen, '--json', `--outputFile=${results}`];
  const jest = [at('node_modules/jest/bin/jest.js'), ...options, ...given];
  const code = await runNode(jest, environment);
  const report = JSON.parse(readText(results) ?? '{}');
  rmSync(folder, { recursive: true });
  // A test file that does not even load counts as one failure, and so does a run that ends without a report.
  const failed = (report.numFailedTests ?? 1) + (report.numRuntimeErrorTestSuites ?? 0);
  conclude(report.numPassedTests ?? 0, failed);
  return code || (failed > 0 ? 1 : 0);
}

function conclude(passed, failed) {
  if (process.env.TEST_RESULTS) appendFileSync(process.env.TEST_RESULTS, `${passed} ${failed}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}
