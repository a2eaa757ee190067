/** An SMTP sink in a process of its own: says its address, then `count` or what it has caught when it is asked. */
import { readTypeScript } from '../support/typescript.mjs';

readTypeScript();
const { SmtpSink } = await import('./smtp-sink.ts');
const sink = new SmtpSink();
process.on('message', (asked) => process.send(asked === 'count' ? sink.count : sink.take()));
process.on('disconnect', () => process.exit());
process.send(await sink.open());
