import { z } from 'zod';
import { ChangeView } from './changes.js';
import { SessionState } from './programme.js';

const session = {
  sessionId: '01992f3e-7c1a-7d20-8a4e-3f1b2c4d5e6f',
  capacity: 40,
  available: 26,
  taken: 14,
  held: 2,
  state: 'open',
} as const;

/** How full one session is, in people. */
export const SessionAvailability = z
  .object({
    sessionId: z.uuid(),
    capacity: z.int().meta({ description: 'Of all its pools together.' }),
    available: z.int().meta({ description: 'What anybody can still take.' }),
    taken: z.int().meta({ description: 'In all pools, those held among them.' }),
    held: z.int().meta({ description: 'Taken until somebody follows the link in a mail.' }),
    state: SessionState,
  })
  .meta({ id: 'SessionAvailability', examples: [session] });
export type SessionAvailability = z.infer<typeof SessionAvailability>;

/** The data of the events `snapshot` (every session) and `availability` (those whose numbers have changed). */
export const LiveAvailability = z
  .object({ sessions: z.array(SessionAvailability) })
  .meta({ id: 'LiveAvailability', examples: [{ sessions: [session] }] });
export type LiveAvailability = z.infer<typeof LiveAvailability>;

/** What a stream looks like, for the reader of the document. */
export const liveExample = [
  ['id: 1041', 'event: snapshot', `data: ${JSON.stringify({ sessions: [session] })}`],
  ['id: 1042', 'event: change', `data: ${JSON.stringify(ChangeView.meta()?.['examples'] ?? [])}`.replace(/[[\]]/g, '')],
  ['event: availability', `data: ${JSON.stringify({ sessions: [{ ...session, available: 24, taken: 16 }] })}`],
  [':'],
]
  .map((lines) => `${lines.join('\n')}\n\n`)
  .join('');
