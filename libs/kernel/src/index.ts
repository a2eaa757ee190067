export { Clock } from './clock.js';
export { Busy, DomainError, InvalidInput, NotFound, type InputFault } from './domain-error.js';
export { isId, newId, newReference, newTicketCode, parseReference } from './ids.js';
export { Secrets } from './secrets.js';
export { parseConfiguration, type Configuration } from './configuration.js';
export { dayOf, instantAt, timeOf, zoned } from './venue-time.js';
