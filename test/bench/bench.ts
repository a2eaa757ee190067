import { admission, admissionTable } from './admission.js';
import { type Figures, type Table, written } from './report.js';

interface Part {
  readonly measure: () => Promise<Figures>;
  readonly table: (figures: Figures) => Table;
}

const PARTS: Readonly<Record<string, Part>> = {
  admission: { measure: admission, table: admissionTable },
};

const given = process.argv.slice(2);
const json = given.includes('--json');
const wanted = given.filter((word) => word !== '--json');
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.\n`);
  process.exit(1);
}

const measured: Record<string, Figures> = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
  const { measure, table } = PARTS[name]!;
  process.stderr.write(`Measuring ${name} …\n`);
  measured[name] = await measure();
  if (!json) process.stdout.write(`\n${name}\n\n${written(table(measured[name]))}\n\n`);
}
if (json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
