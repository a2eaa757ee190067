/** A process that brings a database to this version of the program, as every server does when it starts. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { prepareDatabase } = await import('#composition');
await prepareDatabase(process.argv[2]);
