export { Event } from './event.entity.js';
export {
  type NewEvent,
  type NewProgramme,
  type NewQuestion,
  type NewSession,
  type NewSpeaker,
  type NewVenue,
  ProgrammeEditor,
} from './programme-editor.service.js';
export { OverSafeNumber } from './programme.errors.js';
export { ProgrammeModule } from './programme.module.js';
export { Programme } from './programme.entity.js';
export { Question } from './question.entity.js';
export { Session } from './session.entity.js';
export { Speaker } from './speaker.entity.js';
export { Venue } from './venue.entity.js';
