export * from './admin.js';
export * from './page.js';
export * from './problem.js';
export * from './programme.js';
export * from './registration.js';
export { EmailAddress, emailKey, line, paragraph } from './text.js';
