import { z } from 'zod';
import { AdminEvent } from './events.js';
import { adminEvent, adminVenue, alsoTold, reached } from './examples.js';
import { AlsoTold, Reached, ReachesAsShown, ToldReason } from './sessions.js';
import { AdminVenue, venueFields } from './venues.js';

const { name, address, latitude, longitude, timeZone } = venueFields.shape;

/** Where people have to be, and by which clock: whoever is coming is told of it. */
export const Readdress = z
  .strictObject({ name, address, latitude, longitude, timeZone })
  .partial()
  .extend({
    reason: ToldReason,
    tellPeople: z.boolean().default(true).meta({
      description:
        'False for a correction that changes nothing for anybody, such as a spelling: then nobody is mailed. Another time zone is always told.',
    }),
    reaches: ReachesAsShown,
  })
  .meta({
    id: 'Readdress',
    description:
      'What is left out stays as it is. Sessions keep their instants, so another time zone changes the hours.',
    examples: [
      { address: 'Gordon Square\nLondon WC1H 0PD', reason: 'The gate on Tavistock Square is being repaired.' },
    ],
  });
export type Readdress = z.infer<typeof Readdress>;

export const ReachedVenue = z.object({ ...Reached.shape, alsoTold: AlsoTold, venue: AdminVenue }).meta({
  id: 'ReachedVenue',
  examples: [{ ...reached, alsoTold, venue: adminVenue }],
});
export type ReachedVenue = z.infer<typeof ReachedVenue>;

export const Relocation = z
  .strictObject({ venueId: z.uuid(), reason: ToldReason, reaches: ReachesAsShown })
  .meta({ id: 'Relocation', examples: [{ venueId: adminVenue.id, reason: 'The garden is closed after the storm.' }] });
export type Relocation = z.infer<typeof Relocation>;

export const ReachedEvent = z.object({ ...Reached.shape, alsoTold: AlsoTold, event: AdminEvent }).meta({
  id: 'ReachedEvent',
  examples: [{ ...reached, alsoTold, event: adminEvent }],
});
export type ReachedEvent = z.infer<typeof ReachedEvent>;
