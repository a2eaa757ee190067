import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput, type InputFault } from '#kernel';

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
    if (result.issues) throw new InvalidInput(result.issues.flatMap((issue) => faultsOf(issue)));
    return result.value;
  }
}

function faultsOf({ path = [], code, message, keys }: Issue): InputFault[] {
  const pointer = path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');
  if (code === 'unrecognized_keys' && keys) {
    return keys.map((key) => ({
      pointer: `${pointer}/${escaped(key)}`,
      code: 'unknown_property',
      detail: `There is no “${key}” here.`,
    }));
  }
  return [{ pointer, code: code ?? 'invalid', detail: message }];
}

/** RFC 6901 §3. */
function escaped(part: PropertyKey): string {
  return String(part).replaceAll('~', '~0').replaceAll('/', '~1');
}
