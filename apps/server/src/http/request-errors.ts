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
    super(400, 'malformed_url', 'This address has a percent sign in it that does not stand for a character.');
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

export class InvalidIdempotencyKey extends RequestError {
  constructor() {
    super(400, 'invalid_idempotency_key', 'An Idempotency-Key is 1 to 255 printable ASCII characters.');
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
    readonly scheme: 'Bearer' | 'Manage',
  ) {
    super(401, 'unauthorized', detail);
  }
}

export class Forbidden extends RequestError {
  constructor(needed: string) {
    super(403, 'forbidden', `This needs the role ${needed}.`);
  }
}
