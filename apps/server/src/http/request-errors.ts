import type { Permission } from '#contracts';
import { DomainError } from '#kernel';

/** What a request itself can have wrong, before anybody looks at what it asks for. */
abstract class RequestError extends DomainError {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export class MalformedJson extends RequestError {
  constructor() {
    super(400, 'malformed_json', 'The body is not JSON. Please send one JSON object in UTF-8.');
  }
}

export class MalformedForm extends RequestError {
  constructor() {
    super(400, 'malformed_form', 'The form did not arrive in UTF-8. Please send it again.');
  }
}

export class MalformedUrl extends RequestError {
  constructor() {
    super(
      400,
      'malformed_url',
      'This address has a mark in it that no address has, or a percent sign that does not stand for a character of any text.',
    );
  }
}

export class MalformedRequest extends RequestError {
  constructor() {
    super(400, 'bad_request', 'This could not be read as a request of HTTP.');
  }
}

export class RequestTimeout extends RequestError {
  constructor() {
    super(408, 'request_timeout', 'The request did not arrive in time. Please send it again.');
  }
}

export class HeadersTooLarge extends RequestError {
  constructor() {
    super(431, 'headers_too_large', 'Address and headers together are at most 16 KiB here.');
  }
}

export class WrongMediaType extends RequestError {
  constructor(expected: string) {
    super(415, 'unsupported_media_type', `Please send the body as ${expected}, in UTF-8 and not compressed.`);
  }
}

export class WrongFileType extends RequestError {
  constructor(expected: readonly string[]) {
    super(415, 'unsupported_media_type', `Please send the file itself, not compressed, as ${expected.join(' or ')}.`);
  }
}

export class MethodNotAllowed extends RequestError {
  constructor(readonly allow: readonly string[]) {
    super(405, 'method_not_allowed', `This address answers to ${allow.join(', ')}.`);
  }
}

export class CrossSiteForm extends RequestError {
  constructor() {
    super(403, 'cross_site_request', 'This form was sent from another site. Please open it here and send it again.');
  }
}

/** A write with a cookie must come from our own pages: a browser adds the cookie whoever asks it to. */
export class ForeignOrigin extends RequestError {
  constructor() {
    super(403, 'foreign_origin', 'With a session, changes are taken from this site only: Origin must name it.');
  }
}

export class InvalidIdempotencyKey extends RequestError {
  constructor() {
    super(400, 'invalid_idempotency_key', 'An Idempotency-Key is 1 to 255 printable ASCII characters.');
  }
}

export class PreconditionRequired extends RequestError {
  constructor() {
    super(
      428,
      'precondition_required',
      'Please send the ETag of what you would change: If-Match: "…", or If-Match: *.',
    );
  }
}

export class TooManyRequests extends RequestError {
  constructor(override readonly retryAfter: number) {
    super(429, 'too_many_requests', `That is very many requests. Please try again in ${retryAfter} seconds.`);
  }
}

export class Unauthorized extends RequestError {
  constructor(
    detail: string,
    /** The scheme that is asked for in `WWW-Authenticate` (RFC 9110 §11.6.1). */
    readonly scheme: 'Bearer' | 'Entry' | 'Invitation' | 'Manage' | 'Waiting',
  ) {
    super(401, 'unauthorized', detail);
  }
}

/** Of the admin API: a key or a session that is none of ours, or no more. */
export class UnknownCaller extends Unauthorized {
  constructor() {
    super('Please sign in, or send a valid API key: Authorization: Bearer ghk_….', 'Bearer');
  }
}

export class Forbidden extends RequestError {
  constructor(needed: Permission) {
    super(403, 'forbidden', `This needs the permission ${needed}.`);
  }
}
