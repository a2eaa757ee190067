import { createHash } from 'node:crypto';
import type { IdempotentRequest } from '#database';

/** By which a form that is sent again with the same words in it is known; corrected, it is another request. */
export function identityOf(body: object, formKey: string): IdempotentRequest {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest();
  const key = createHash('sha256').update(formKey).update(bodyHash).digest('base64url');
  return { caller: 'public', route: 'form', key, bodyHash };
}
