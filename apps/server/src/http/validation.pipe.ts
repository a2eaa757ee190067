import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput, type InputFault } from '#kernel';

const PROTO = '__proto__';

type Issue = {
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

/**
 * Checks body, query and parameters against the zod shape on the parameter. Not the framework's own
 * pipe: that one takes properties like `constructor` out of a body in silence, here they are refused by name.
 */
@Injectable()
export class ShapePipe implements PipeTransform {
  /** Throws InvalidInput with a JSON pointer for each fault. */
  async transform(value: unknown, { type, schema }: ArgumentMetadata): Promise<unknown> {
    if (!schema) return value;
    const absent = type === 'body' && (value === undefined || value === null);
    const result = await schema['~standard'].validate(absent ? {} : value);
    const faults = [...(result.issues ?? []).flatMap((issue) => faultsOf(issue)), ...hiddenIn(value)];
    if (result.issues || faults.length > 0) throw new InvalidInput(faults);
    return result.value;
  }
}

function faultsOf({ path = [], code, message, keys }: Issue): InputFault[] {
  const pointer = path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');
  if (code === 'unrecognized_keys' && keys) {
    return keys.filter((key) => key !== PROTO).map((key) => unknownProperty(pointer, key));
  }
  return [{ pointer, code: code ?? 'invalid', detail: message }];
}

/** zod's records pass over a property called `__proto__`, wherever it stands. No recursion: bodies can be deep. */
function hiddenIn(sent: unknown): InputFault[] {
  const faults: InputFault[] = [];
  const rest = [{ value: sent, pointer: '' }];
  for (const { value, pointer } of rest) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === PROTO) faults.push(unknownProperty(pointer, key));
      else rest.push({ value: inner as unknown, pointer: `${pointer}/${escaped(key)}` });
    }
  }
  return faults;
}

export function unknownProperty(pointer: string, key: string): InputFault {
  return { pointer: `${pointer}/${escaped(key)}`, code: 'unknown_property', detail: `There is no “${key}” here.` };
}

/** RFC 6901 §3. */
function escaped(part: PropertyKey): string {
  return String(part).replaceAll('~', '~0').replaceAll('/', '~1');
}
