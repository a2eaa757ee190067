export type { NoticeFacts, NoticeKind } from './facts.js';
export { writeLetter, type WrittenLetter } from './write-letter.js';
