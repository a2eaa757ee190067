export { newFirstDay } from './date-rule.js';
export { Event } from './event.entity.js';
export { Events } from './events.service.js';
export {
  type NewEvent,
  type NewProgramme,
  type NewQuestion,
  type NewSession,
  type NewSpeaker,
  type NewVenue,
  type PlannedSession,
  ProgrammeEditor,
} from './programme-editor.service.js';
export {
  EventCancelled,
  InUse,
  OverSafeNumber,
  refusing,
  SessionCancelled,
  SessionOver,
  SlugTaken,
} from './programme.errors.js';
export { ProgrammeModule } from './programme.module.js';
export { Programme } from './programme.entity.js';
export { Programmes } from './programmes.service.js';
export { Question } from './question.entity.js';
export { Questions } from './questions.service.js';
export { Session } from './session.entity.js';
export type { SessionRef } from './sessions.queries.js';
export { Sessions } from './sessions.service.js';
export { type OnSite, onSite, type SessionTimes, timeFaults } from './session-times.js';
export { Speaker } from './speaker.entity.js';
export { timedEntries } from './timed-entries.js';
export { Venue } from './venue.entity.js';
export { Venues, WHERE_TO_BE, type WhereToBe } from './venues.service.js';
