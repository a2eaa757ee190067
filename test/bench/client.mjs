/** A process full of clients: takes one plan after another from its parent and answers what came of each. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { carryOut } = await import('./crowd.ts');
process.on('message', (plan) => void carryOut(plan).then((outcome) => process.send(outcome)));
process.on('disconnect', () => process.exit());
process.send('ready');
