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
    const hidden = metadata.schema ? hiddenIn(value) : [];
    if (hidden.length > 0) throw new InvalidInput(hidden);
    return this.pipe.transform(absent ? {} : value, metadata);
  }
}

function faultsOf({ path = [], code, message, keys }: Issue): InputFault[] {
  const pointer = path.map((part) => `/${escaped(typeof part === 'object' ? part.key : part)}`).join('');
  if (code === 'unrecognized_keys' && keys) {
    return keys.map((key) => unknownProperty(pointer, key));
  }
  return [{ pointer, code: code ?? 'invalid', detail: message }];
}

/** zod passes over properties called `__proto__`; they are as unknown as any other. No recursion: bodies can be deep. */
function hiddenIn(sent: unknown): InputFault[] {
  const faults: InputFault[] = [];
  const rest = [{ value: sent, pointer: '' }];
  for (const { value, pointer } of rest) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') faults.push(unknownProperty(pointer, key));
      else rest.push({ value: inner as unknown, pointer: `${pointer}/${escaped(key)}` });
    }
  }
  return faults;
}

function unknownProperty(pointer: string, key: string): InputFault {
  return { pointer: `${pointer}/${escaped(key)}`, code: 'unknown_property', detail: `There is no “${key}” here.` };
}

/** RFC 6901 §3. */
function escaped(part: PropertyKey): string {
  return String(part).replaceAll('~', '~0').replaceAll('/', '~1');
}
