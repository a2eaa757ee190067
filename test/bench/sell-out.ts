import { Clients } from './clients.js';
import { House } from './house.js';
import { inTurn, middleOf } from './in-turn.js';
import type { Ask, Outcome } from './plan.js';
import { type Figures, only, rounded, type Table } from './report.js';

const PEOPLE = 10_000;
const PLACES = 200;
const CONNECTIONS = 512;
const ROUNDS = 3;
const LARGEST_PARTY = 4;

/**
 * Ten thousand parties come within one second for two hundred places. Everybody is answered, and
 * exactly the places that there are get given; `bare` is the same crowd without a database.
 */
export async function sellOut(): Promise<Figures> {
  await using house = await House.open();
  using clients = await Clients.start();
  const servers = [(await house.server()).said];
  const crowd = (path: string, sessionIds: readonly string[]) => {
    const ask: Ask = { kind: 'register', path, sessionIds, largestParty: LARGEST_PARTY };
    return clients.carryOut({ servers, connections: CONNECTIONS, ask, requests: PEOPLE, within: 1 });
  };
  const attempt = async () => {
    const [sessionId] = await house.sessions(1, PLACES);
    const outcome = await crowd('/api/v1/registrations', [sessionId!]);
    await keepsItsPromises(house, sessionId!, outcome);
    return outcome;
  };
  const bare = () => crowd('/api/bench/bare', ['00000000-0000-7000-8000-000000000000']);
  await bare(); // the processes are warm then
  const measured = await inTurn(ROUNDS, { bare, soldOut: attempt });
  for (const outcome of measured.bare) {
    only([201], outcome);
    everybodyAnswered(outcome);
  }
  return figuresOf(measured);
}

/** Throws at the first promise that was broken. */
async function keepsItsPromises(house: House, sessionId: string, outcome: Outcome): Promise<void> {
  only([201, 409], outcome);
  everybodyAnswered(outcome);
  const full = outcome.refusals['session_full'] ?? 0;
  if (full !== outcome.statuses[409]) throw new Error(`Refused for another reason: ${JSON.stringify(outcome)}`);
  const [counted] = await house.database.reader.query<{ taken: number; people: number; places: number }[]>(
    `SELECT p.taken, coalesce(sum(r.party_size), 0)::int AS people,
            coalesce(sum(jsonb_array_length(r.places)), 0)::int AS places
     FROM pools p LEFT JOIN registrations r ON r.pool_id = p.id AND r.state <> 'cancelled'
     WHERE p.session_id = $1 GROUP BY p.event_id, p.id`,
    [sessionId],
  );
  const { taken, people, places } = counted!;
  if (taken !== outcome.people || people !== outcome.people || places !== outcome.people || taken > PLACES) {
    throw new Error(`${outcome.people} people were told that they may come: ${JSON.stringify(counted)}`);
  }
  if (outcome.smallestRefused! <= PLACES - taken) {
    throw new Error(`A party of ${outcome.smallestRefused} was refused, and ${PLACES - taken} places are left.`);
  }
}

function everybodyAnswered({ statuses }: Outcome): void {
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  if (answers !== PEOPLE) throw new Error(`${answers} of ${PEOPLE} were answered: ${JSON.stringify(statuses)}`);
}

function figuresOf({ bare, soldOut }: Readonly<Record<'bare' | 'soldOut', readonly Outcome[]>>) {
  const of = (figure: 'rate' | 'seconds' | 'p50' | 'p99') => ({
    bare: rounded(middleOf(bare, figure)),
    soldOut: rounded(middleOf(soldOut, figure)),
    ratio: rounded(middleOf(soldOut, figure) / middleOf(bare, figure)),
  });
  return {
    requests: PEOPLE,
    places: PLACES,
    connections: CONNECTIONS,
    seconds: of('seconds'),
    rate: of('rate'),
    p50: of('p50'),
    p99: of('p99'),
    peopleAdmitted: soldOut.map(({ people }) => people),
  };
}

export function sellOutTable(figures: Figures): Table {
  const { seconds, rate, p50, p99 } = figures as ReturnType<typeof figuresOf>;
  const lines = { 'last answer s': seconds, 'answers /s': rate, 'p50 ms': p50, 'p99 ms': p99 };
  return {
    head: ['', 'bare', 'sold out', '÷ bare'],
    rows: Object.entries(lines).map(([name, { bare, soldOut, ratio }]) => [name, bare, soldOut, ratio]),
  };
}
