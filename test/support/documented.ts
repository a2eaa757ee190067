import { readFileSync } from 'node:fs';
import { type Document, type Operation, operationsOf } from './openapi.js';

/** Names the file with the document, which is written once for a whole run. */
export const DOCUMENT_VARIABLE = 'GATEHOUSE_TEST_DOCUMENT';

interface Told {
  readonly method: string;
  readonly pattern: RegExp;
  readonly operation: Operation;
}

let told: readonly Told[] | undefined;

function operations(): readonly Told[] {
  const document = JSON.parse(readFileSync(process.env[DOCUMENT_VARIABLE]!, 'utf8')) as Document;
  return operationsOf(document)
    .toSorted((one, other) => parametersIn(one) - parametersIn(other))
    .map((operation) => ({
      method: operation.method,
      pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`),
      operation,
    }));
}

/** `sessions/generate` is one thing and `sessions/{id}` another: what has no parameter goes first. */
function parametersIn({ path }: Operation): number {
  return path.split('{').length;
}

/**
 * Throws if the API's document does not tell of this answer: its status and, for a refusal, its code. Says nothing of
 * addresses that are not in the document.
 */
export function mustBeDocumented(method: string, path: string, status: number, code: string | undefined): void {
  const [place = ''] = path.split('?');
  if (!place.startsWith('/api/v1/')) return;
  told ??= operations();
  const operation = told.find((one) => one.method === method && one.pattern.test(place))?.operation;
  if (!operation) return;
  const description = operation.responses[status]?.description;
  const codes: readonly string[] = description?.match(/[a-z_]+/g) ?? [];
  if (description !== undefined && (code === undefined || codes.includes(code))) return;
  throw new Error(`${method} ${operation.path} answered ${status} ${code ?? ''}, of which its document does not tell.`);
}
