import { z } from 'zod';
import { problem } from './examples.js';

/** RFC 9457 problem document with our stable `code`. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ examples: ['session_full'] }),
    requestId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with the input; JSON pointers (RFC 6901) into the body.' }),
  })
  .meta({ id: 'Problem', examples: [problem] });
export type Problem = z.infer<typeof Problem>;
