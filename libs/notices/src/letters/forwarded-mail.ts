import type { OpenedMail } from '#replies';
import { type Block, type LetterContent, paragraph } from '../letter-content.js';
import { one, paragraphs, upperFirst } from '../words.js';

/** More than anybody writes about their places; a whole thread that is quoted is cut off. */
const LONGEST_TEXT = 5000;

/** To the team: what a guest wrote. Answering it writes to the guest. */
export function forwardedMail(opened: OpenedMail): LetterContent {
  const { mail, eventTitle, reference } = opened;
  const text = mail.text.slice(0, LONGEST_TEXT);
  const cut = mail.text.length > LONGEST_TEXT ? [paragraph('(The rest was left out.)')] : [];
  return {
    subject: `A guest wrote: ${mail.subject || 'without a subject'}`,
    mood: 'garden',
    heading: eventTitle,
    greeting: 'Good day,',
    blocks: [
      paragraph(
        `This came to the address for answers of the registration ${reference}, from ${mail.from ?? 'nobody named'}.`,
      ),
      ...paragraphs(text).map(paragraph),
      ...cut,
      ...leftOut(opened),
    ],
    footnote:
      'If you answer this mail, you write to the guest. What they wrote has changed nothing about their places.',
  };
}

/** Attached files are of strangers, and are not handed round; of a large mail no more than its beginning was read. */
function leftOut({ mail, bytes, source }: OpenedMail): Block[] {
  if (!mail.cut && mail.attached === 0) return [];
  const files = one(mail.attached, 'a file that was attached is', `${mail.attached} files that were attached are`);
  const what = mail.cut
    ? `This mail was large (${megabytes(bytes)}), so only its beginning was read: the text may end early, and files that were attached are left out.`
    : `${upperFirst(files)} left out here.`;
  const where =
    source === 'imap'
      ? 'The whole mail lies in the mailbox for answers, in the folder “Processed”.'
      : 'If you need more, please answer and ask the guest for it.';
  return [paragraph(`${what} ${where}`)];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
