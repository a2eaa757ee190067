import { z } from 'zod';
import { adminVenue, newVenue } from './examples.js';
import { pageOf } from './page.js';
import { AccessFacts, VenueView } from './programme.js';
import { line, paragraph, Slug, TimeZone } from './text.js';

export const AdminVenue = VenueView.extend({
  id: z.uuid(),
  version: z.int(),
  safeNumber: z.int().meta({ description: 'How many people may be there at once.' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({
  id: 'AdminVenue',
  examples: [adminVenue],
});
export type AdminVenue = z.infer<typeof AdminVenue>;
export const AdminVenuePage = pageOf(AdminVenue).meta({ id: 'AdminVenuePage' });

export const venueFields = z.strictObject({
  slug: Slug,
  name: line(200),
  address: paragraph(500).min(1, 'Please give the address.').meta({ description: 'Lines as on an envelope.' }),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  timeZone: TimeZone,
  safeNumber: z.int().min(1).max(1_000_000),
  directions: paragraph(2000).optional(),
  access: z
    .strictObject({
      stepFree: paragraph(500).optional(),
      toilet: paragraph(500).optional(),
      hearingLoop: paragraph(500).optional(),
      seating: paragraph(500).optional(),
      quiet: paragraph(500).optional(),
      assistanceDogs: paragraph(500).optional(),
    } satisfies Record<keyof AccessFacts, z.ZodType>)
    .optional()
    .meta({ description: 'Facts about access in a sentence each; what is not known is left out.' }),
});

export const NewVenue = venueFields.meta({ id: 'NewVenue', examples: [newVenue] });
export type NewVenue = z.infer<typeof NewVenue>;
export const VenueChange = venueFields.partial().meta({ id: 'VenueChange', examples: [{ safeNumber: 100 }] });
export type VenueChange = z.infer<typeof VenueChange>;
