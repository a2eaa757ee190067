import { GuestLists, type Invited } from '../../e2e/invitation/guest-lists.js';
import type { TestApp } from '../../support/test-app.js';
import type { PageState } from './every-page.js';
import { send } from './steps.js';

/** The pages of invited guests, in every state of an invitation. */
export async function invitationPages(app: TestApp): Promise<PageState[]> {
  const hall = { name: 'The Great Hall, BMA House' };
  const event = { title: 'A lecture by invitation', drawing: null, venue: hall };
  const releasesAt = new Date(app.clock.now().getTime() + 20 * 24 * 60 * 60_000);
  const lists = await GuestLists.open(app, { invited: 60, private: true, room: 'Great Hall', releasesAt }, event);
  const closed = await GuestLists.open(app, {}, { ...event, registrationClosesAt: new Date('2026-02-01T09:00:00Z') });
  const invite = (more: object = {}) =>
    lists.invite({ name: 'Ada Birch', title: 'Professor', email: `${crypto.randomUUID()}@example.org`, ...more });
  const [asked, alone, many] = [await invite({ partySize: 3 }), await invite(), await invite({ partySize: 12 })];
  const [coming, not, sent, gone] = [await invite({ partySize: 2 }), await invite(), await invite(), await invite()];
  await lists.as(coming).accept({ partySize: 2 });
  await lists.as(not).decline();
  await lists.as(sent).deputise({ name: 'Tom Alder', email: 'tom@example.org' });
  await lists.team.post(`invitations/${gone.id}/withdraw`, { tell: false });
  const at = (name: string, invited: Invited, rest = '') => ({
    name,
    open: (page: Parameters<PageState['open']>[0]) => page.goto(pathOf(invited) + rest),
  });
  return [
    at('invitation', asked),
    at('invitation-alone', alone),
    at('invitation-large-party', many),
    {
      name: 'invitation-with-errors',
      open: async (page) => {
        await page.goto(pathOf(asked));
        await page.getByRole('textbox', { name: 'Your name' }).fill('');
        await send(page);
      },
    },
    at('invitation-decline', asked, '/decline'),
    at('invitation-deputy', asked, '/deputy'),
    {
      name: 'invitation-deputy-with-errors',
      open: async (page) => {
        await page.goto(`${pathOf(asked)}/deputy`);
        await send(page);
      },
    },
    at('invitation-accepted', coming),
    at('invitation-declined', not, '?done=declined'),
    at('invitation-deputised', sent, '?done=deputised'),
    at('invitation-withdrawn', gone),
    at('invitation-too-late', await closed.invite()),
  ];
}

function pathOf({ url }: Invited): string {
  return new URL(url).pathname;
}
