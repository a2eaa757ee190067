/** `npm run bench:nginx [-- --json]`: the part `nginx` of `npm run bench`, which is not measured unless it is named. */
process.argv.splice(2, 0, 'nginx');
await import('./run.mjs');
