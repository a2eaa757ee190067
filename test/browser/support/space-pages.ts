import type { TestApp } from '../../support/test-app.js';
import type { PageState } from './every-page.js';
import { Occasions } from './occasions.js';
import { fillParty } from './steps.js';

const POOLS = [
  { name: 'Wheelchairs', audience: 'wheelchair', places: 2 },
  { name: 'Companions', audience: 'companion', places: 2 },
] as const;

/** Tom in a wheelchair, and May who comes to help him. */
const PARTY = {
  partySize: 3,
  guests: [{ name: 'Tom Birch' }, { name: 'May' }],
  spaces: [
    { person: 1, kind: 'wheelchair' },
    { person: 2, kind: 'companion', of: 1 },
  ],
};

/** The pages on which wheelchair spaces and places for companions are asked for and shown. */
export async function spacePages(app: TestApp): Promise<PageState[]> {
  const occasions = new Occasions(app);
  const of = { title: 'The garden with spaces' };
  const { event, sessions } = await occasions.day(of, [
    { capacity: 20, pools: POOLS },
    { capacity: 20, pools: POOLS },
    { capacity: 20, pools: POOLS.map((pool) => ({ ...pool, places: 1 })) },
  ]);
  const form = occasions.formOf(event, sessions[0]!);
  const places = await occasions.places(sessions[1]!, { ...PARTY, name: 'Ada Birch' });
  await occasions.places(sessions[2]!, PARTY);
  return [
    {
      name: 'form-with-spaces-with-guests',
      open: async (page) => {
        await page.goto(form);
        await fillParty(page, { size: 3, name: 'Ada Birch', email: 'ada@example.org', guests: ['Tom Birch', 'May'] });
        await page.locator('select[name="/spaces/1"]').selectOption('wheelchair');
        await page.locator('select[name="/spaces/2"]').selectOption('of-1');
      },
    },
    { name: 'form-with-spaces-all-taken', open: (page) => page.goto(occasions.formOf(event, sessions[2]!)) },
    { name: 'places-with-spaces', open: (page) => page.goto(places) },
    { name: 'change-with-spaces', open: (page) => page.goto(`${places}/change`) },
    { name: 'cancel-with-spaces', open: (page) => page.goto(`${places}/cancel`) },
    { name: 'move-with-spaces', open: (page) => page.goto(`${places}/move`) },
  ];
}
