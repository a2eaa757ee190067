import { Injectable, type PipeTransform, type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidInput, type InputFault } from '#kernel';

type Issue = {
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

/** Checks body, query and parameters against the zod shape on the parameter. */
@Injectable()
export class ShapePipe implements PipeTransform {
  private readonly pipe = new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new InvalidInput(issues.flatMap((issue) => faultsOf(issue))),
  });

  /** Throws InvalidInput with a JSON pointer for each fault; unknown properties are named. */
  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const absent = metadata.type === 'body' && (value === undefined || value === null);
    return this.pipe.transform(absent ? {} : value, metadata);
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
