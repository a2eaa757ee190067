export { Bell, type Rung } from './bell.service.js';
export { Changes, type NewChange, type PlacedChange, type Stretch } from './changes.service.js';
export { ChangesModule } from './changes.module.js';
export type { ChangesWanted } from './changes.queries.js';
