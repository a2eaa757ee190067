export { prepareDatabase } from './prepare-database.js';
export { type ServicesOptions, ServicesModule, type Settings } from './services.module.js';
export { orExplain, stopOnSignal } from './life.js';
