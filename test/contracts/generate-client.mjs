/**
 * Writes the types of a client from the document: `generate-client.mjs <document> <types>`. openapi-typescript asks for
 * the compiler's API in JavaScript, which TypeScript 7 does not have; it gets the one of a release that has it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-with-api' : specifier, context),
});
const { default: openapiTypescript, astToString } = await import('openapi-typescript');
const [document, types] = process.argv.slice(2);
writeFileSync(types, astToString(await openapiTypescript(JSON.parse(readFileSync(document, 'utf8')))));
