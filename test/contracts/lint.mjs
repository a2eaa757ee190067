/** `npm run openapi:lint`: what is wrong with the API's document, a line each. */
import 'reflect-metadata';
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { lintDocument } = await import('./redocly.ts');
const problems = await lintDocument();
process.stdout.write(problems.map((problem) => `${problem}\n`).join('') || 'Nothing is wrong with the document.\n');
process.exitCode = problems.length > 0 ? 1 : 0;
