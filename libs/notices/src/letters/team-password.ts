import type { StaffLinkFacts } from '#staff';
import { type LetterContent, paragraph } from '../letter-content.js';
import { greetingTo } from '../words.js';

export function teamPassword({ name, url }: StaffLinkFacts): LetterContent {
  return {
    subject: 'A new password for the events team',
    mood: 'garden',
    heading: 'A new password',
    greeting: greetingTo(name),
    blocks: [
      paragraph('Somebody has asked for a new password for your account with the events team.'),
      {
        kind: 'action',
        label: 'Choose a new password',
        url,
        after: 'The link works once, and for one hour. Wherever you are signed in now, you are signed out then.',
      },
    ],
    footnote:
      'If it was not you who asked, do nothing: your password stays as it is, and this link was sent to you alone.',
  };
}
