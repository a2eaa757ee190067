import { DomainError } from '#kernel';

/** One caller has as many streams open as one caller may. */
export class TooManyStreams extends DomainError {
  readonly code = 'too_many_streams';
  readonly status = 429;
  override readonly retryAfter = 30;
  constructor(most: number) {
    super(`You have ${most} streams open here already. Please close one first.`);
  }
}

/** The process has as many streams open as it may. */
export class StreamsFull extends DomainError {
  readonly code = 'busy';
  readonly status = 503;
  override readonly retryAfter = 5 + Math.floor(Math.random() * 10);
  constructor() {
    super('Very many people are watching at this moment. Please try again in a few seconds.');
  }
}
