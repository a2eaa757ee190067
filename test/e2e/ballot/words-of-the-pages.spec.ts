import { EntryLinks } from '#ballot';
import { deliverToEntry, PlannedBallot } from '../../support/ballots.js';
import { part } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({}, { works: false });
});
afterEach(async () => expect(await app.faults()).toEqual([]));
afterAll(() => app[Symbol.asyncDispose]());

async function openBallot(event = {}): Promise<PlannedBallot> {
  const made = await app.make.event(event);
  const session = await app.make.session(made, { capacity: 2 });
  const ballot = await PlannedBallot.of(app, made, { sessions: [session] });
  ballot.open();
  return ballot;
}

const enter = async (ballot: PlannedBallot) => String(part(await ballot.enter({ partySize: 2 }), 'id'));
const pathOf = (id: string) => new URL(app.service(EntryLinks).entryUrl(id)).pathname;
const pageOf = async (id: string, rest = '') => (await app.get(pathOf(id) + rest)).text.replaceAll('<!-- -->', '');

describe('the page of an entry', () => {
  it('speaks of the published list only where the entry stands in it', async () => {
    const ballot = await openBallot();
    const [stays, goes] = [await enter(ballot), await enter(ballot)];
    expect(await pageOf(stays)).toContain('it stands in the list that is published when entries close.');
    await app.post(`${pathOf(goes)}/withdraw`, undefined);
    expect(await pageOf(goes, '?done=withdrawn')).toContain('role="status">Your entry is withdrawn.');
    expect(await pageOf(goes, '?done=withdrawn')).not.toContain('This entry was withdrawn.');
    expect(await pageOf(goes)).toContain('This entry was withdrawn.');
    expect(await pageOf(goes)).not.toContain('role="status"');
    expect(await pageOf(goes)).not.toContain('it stands in the list');
    ballot.end();
    await ballot.work();
    expect(await pageOf(stays)).toContain('it stands in the list that was published when entries closed.');
    expect(await pageOf(stays)).toContain(`?entry=${stays}#find`);
    expect(await pageOf(goes)).not.toContain('#find');
  });

  it('tells those who follow on the waiting list that they do', async () => {
    const ballot = await openBallot({ waitingList: true });
    const entries = [await enter(ballot), await enter(ballot)];
    ballot.end();
    await ballot.work();
    const pages = await Promise.all(entries.map((id) => pageOf(id)));
    expect(pages.filter((text) => text.includes('You are on the waiting list'))).toHaveLength(1);
  });

  it('is told in one mail that it was not drawn and waits, with the link to its place in the line', async () => {
    const ballot = await openBallot({ waitingList: true });
    const entries = [await enter(ballot), await enter(ballot)];
    for (const id of entries) await deliverToEntry(app, id);
    ballot.end();
    await ballot.work();
    const [mail, ...others] = [
      ...(await deliverToEntry(app, entries[0]!)),
      ...(await deliverToEntry(app, entries[1]!)),
    ];
    expect(others).toEqual([]);
    expect(mail!.parsed.text!.replaceAll(/\s+/g, ' ')).toContain(
      'You are on the waiting list, in the order that was drawn.',
    );
    const link = /\/waiting\/\S+/.exec(mail!.parsed.text!)![0];
    expect((await app.get(link)).text).toContain('You are on the waiting list');
    const [{ count }] = await app.database.reader.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM messages WHERE candidate_kind = 'waiting-list-entry' AND event_id = $1`,
      [ballot.sessions[0]!.eventId],
    );
    expect(count).toBe(0);
  });

  it('says no more of a draw that will not be', async () => {
    const ballot = await openBallot();
    const id = await enter(ballot);
    await app.post(`/api/v1/admin/ballots/${ballot.id}/cancel`, { reason: 'A storm is coming.' }, ballot.team);
    expect(await pageOf(id)).toContain('so there will be no draw.');
    expect(await pageOf(id)).not.toContain('it stands in the list');
    const page = (await app.get(`/ballots/${ballot.id}`)).text;
    expect(page).toContain('so there will be no draw.');
    expect(page).not.toContain('How it works');
    expect(page).toContain('Before entries: the commitment');
    expect(page).not.toContain('Not yet.');
  });
});

it('the mails have in plain text every link that they have as HTML', async () => {
  const ballot = await openBallot();
  const entries = [await enter(ballot), await enter(ballot)];
  const links = app.service(EntryLinks);
  const [entered] = await deliverToEntry(app, entries[0]!);
  expect(entered!.parsed.text).toContain(links.ballotUrl(ballot.id));
  await deliverToEntry(app, entries[1]!);
  ballot.end();
  await ballot.work();
  const drawn = (await Promise.all(entries.map((id) => deliverToEntry(app, id)))).flat();
  expect(drawn[0]!.parsed.text).toMatch(/Places that are given back[^]*\/events\/event-/);
});
