import type { ComposedMail } from './compose-mail.js';

/** Takes a mail off our hands, or throws `DeliveryFailed`. */
export abstract class MailTransport {
  abstract deliver(mail: ComposedMail): Promise<void>;
}

/** The mail did not go out, as far as we know. The message is what may be kept and shown. */
export class DeliveryFailed extends Error {
  constructor(
    message: string,
    /** The recipient's side refused it for good; the same mail would be refused again. */
    readonly permanent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
