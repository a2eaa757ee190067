import { z } from 'zod';
import { RegistrationFilter } from './admin.js';
import { PageQuery, pageOf } from './page.js';
import { RegistrationState, Space } from './registration.js';

export const Arrival = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    state: RegistrationState,
    name: z.string().meta({ description: 'Who speaks for the party.' }),
    partySize: z.int(),
    people: z.array(
      z.object({ name: z.string().nullable(), accessNeeds: z.string().nullable(), space: Space.nullable() }),
    ),
    accessNeeds: z.string().nullable().meta({ description: 'What helps the party at the door.' }),
    notes: z.array(z.string()).meta({ description: 'What the team wrote for the people at the door, oldest first.' }),
  })
  .meta({
    id: 'Arrival',
    examples: [
      {
        id: '01992f40-1d2e-7a31-8b5f-4a2c3d5e6f70',
        reference: 'GH-7K2M-9QPD',
        state: 'confirmed',
        name: 'Ada Birch',
        partySize: 2,
        people: [
          { name: 'Ada Birch', accessNeeds: null, space: { kind: 'companion', of: 1 } },
          { name: 'Tom Birch', accessNeeds: 'Comes with an assistance dog.', space: { kind: 'wheelchair' } },
        ],
        accessNeeds: 'A seat near the door, please.',
        notes: [],
      },
    ],
  });
export type Arrival = z.infer<typeof Arrival>;
export const ArrivalPage = pageOf(Arrival).meta({ id: 'ArrivalPage' });

export const ArrivalsQuery = PageQuery.extend({
  q: RegistrationFilter.shape.q.meta({ description: 'Words that all must be part of a name or of the reference.' }),
});
export type ArrivalsQuery = z.infer<typeof ArrivalsQuery>;
