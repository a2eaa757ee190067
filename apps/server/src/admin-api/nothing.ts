import { z } from 'zod';

/** The body of an operation that is told nothing. */
export const Nothing = z.strictObject({}).meta({ id: 'Nothing', examples: [{}] });
export type Nothing = z.infer<typeof Nothing>;
