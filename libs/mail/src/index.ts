export { Addresses, type AddressPurpose } from './addresses.js';
export { BuiltInMailbox } from './built-in-mailbox.js';
export { composeMail } from './compose-mail.js';
export type { Letter, RegistrationLetter } from './letter.js';
export { type Bounce, type InboundMail, readInboundMail } from './inbound-mail.js';
export { MailModule } from './mail.module.js';
export { type Correspondent, type MailOptions } from './mail.options.js';
export { MailboxTransport } from './mailbox.transport.js';
export { Mailer } from './mailer.service.js';
export { Message, type MessageKind, type MessageState } from './message.entity.js';
export {
  type CandidateMessage,
  MessageLog,
  type MessageRef,
  type NewCandidateMessage,
  type NewMessage,
  type SendJob,
  type SentMessage,
  sendJobs,
} from './message-log.service.js';
export { Outbox } from './outbox.service.js';
export { SmtpTransport, type SmtpPatience } from './smtp.transport.js';
export { DeliveryFailed, MailTransport } from './transport.js';
