export { CalendarFiles } from './calendar-files.service.js';
export { CandidateSender } from './candidate-sender.service.js';
export { InvitationTeller } from './invitation-teller.service.js';
export type { NoticeFacts, NoticeKind } from './facts.js';
export { NoticeSender } from './notice-sender.service.js';
export { NoticesModule } from './notices.module.js';
export { StaffLetters } from './staff-letters.service.js';
export { writeLetter, type WrittenLetter } from './write-letter.js';
