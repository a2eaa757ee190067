import type { StaffLinkFacts } from '#staff';
import { type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo } from '../words.js';

export function teamInvitation({ name, email, url }: StaffLinkFacts): LetterContent {
  return {
    subject: 'You are invited to the events team',
    mood: 'garden',
    heading: 'Welcome to the team',
    greeting: greetingTo(name),
    blocks: [
      paragraph('You are invited to work with the events team: to plan, to look after those who come, or at the door.'),
      {
        kind: 'action',
        label: 'Choose a password',
        url,
        after: `You sign in with your address, ${email}, and this password. The link works once, and for seven days; if it is too old, ask your colleagues for another.`,
      },
    ],
    footnote:
      'You have this mail because somebody of the events team gave your address. If you do not know of it, do nothing: without the link there is no account.',
  };
}
