import { admission, admissionTable } from './admission.js';
import { ballot, ballotTable } from './ballot.js';
import { behindNginx } from './behind-nginx.js';
import { feed, feedTable } from './feed.js';
import { growth, growthTable } from './growth.js';
import { mail, mailTable, updates } from './mail.js';
import { pages, pagesTable } from './pages.js';
import { replies, repliesTable } from './replies.js';
import { CannotMeasure, type Figures, type Table, written } from './report.js';
import { sellOut, sellOutTable } from './sell-out.js';
import { soak, soakTable } from './soak.js';
import { spread, spreadTable } from './spread.js';
import { team, teamTable } from './team.js';
import { waitingList, waitingListTable } from './waiting-list.js';

interface Part {
  /** Gets what stands behind `=`, if anything does: `soak=60`. */
  readonly measure: (option?: string) => Promise<Figures>;
  readonly table: (figures: Figures) => Table;
  /** Measured only by those who name it. */
  readonly onlyByName?: true;
}

const PARTS: Readonly<Record<string, Part>> = {
  admission: { measure: admission, table: admissionTable },
  'sell-out': { measure: sellOut, table: sellOutTable },
  spread: { measure: spread, table: spreadTable },
  pages: { measure: pages, table: pagesTable },
  feed: { measure: feed, table: feedTable },
  mail: { measure: mail, table: mailTable },
  updates: { measure: updates, table: mailTable },
  replies: { measure: replies, table: repliesTable, onlyByName: true },
  ballot: { measure: ballot, table: ballotTable },
  growth: { measure: growth, table: growthTable },
  team: { measure: team, table: teamTable, onlyByName: true },
  'waiting-list': { measure: waitingList, table: waitingListTable, onlyByName: true },
  nginx: { measure: behindNginx, table: spreadTable, onlyByName: true },
  soak: { measure: soak, table: soakTable, onlyByName: true },
};

const given = process.argv.slice(2);
const json = given.includes('--json');
const named = given.filter((word) => word !== '--json').map((word) => word.split('='));
const unknown = named.map(([name]) => name!).filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.\n`);
  process.exit(1);
}

const all = Object.keys(PARTS).filter((name) => !PARTS[name]!.onlyByName);
try {
  const measured: Record<string, Figures> = {};
  for (const [name, option] of named.length > 0 ? named : all.map((name) => [name])) {
    const { measure, table } = PARTS[name!]!;
    process.stderr.write(`Measuring ${name} …\n`);
    const figures = await measure(option);
    measured[name!] = figures;
    if (!json) process.stdout.write(`\n${name}\n\n${written(table(figures))}\n\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
} catch (error) {
  if (!(error instanceof CannotMeasure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
