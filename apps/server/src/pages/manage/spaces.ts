import type { RegistrationView } from '#contracts';

interface SpaceInWords {
  readonly name: string;
  readonly words: string;
}

/** Who has a wheelchair space, and who comes to help whom. */
export function spacesOf({ places }: Pick<RegistrationView, 'places'>): SpaceInWords[] {
  const nameOf = (person: number) => places[person]?.name ?? `Person ${person + 1}`;
  return places.flatMap(({ space }, person) => {
    if (!space) return [];
    const words = space.kind === 'wheelchair' ? 'a wheelchair space' : `comes to help ${nameOf(space.of)}`;
    return [{ name: nameOf(person), words }];
  });
}

/** How many of the party need a space of each kind. */
export function spacesNeeded({ places }: Pick<RegistrationView, 'places'>) {
  const of = (kind: string) => places.filter(({ space }) => space?.kind === kind).length;
  return { wheelchairs: of('wheelchair'), companions: of('companion') };
}
