import { readFileSync } from 'node:fs';
import type { ReactElement } from 'react';

interface Plate {
  readonly width: string;
  readonly height: string;
  readonly viewBox: string;
  readonly lines: string;
}

const NAMES = ['foxglove', 'fritillary', 'lavender', 'poppy', 'saffron-crocus'] as const;
const PLATES = new Map<string, Plate>(NAMES.map((name) => [name, readPlate(name)]));

interface DrawingProps {
  readonly name: string | null;
  /** The page shows this plant further up already: its lines are sent once. */
  readonly again?: boolean;
}

/**
 * A plant, drawn for this house in the manner of the old herbals. It adorns and tells nothing, so it is hidden from
 * screen readers. The lines have the colour of the text and the shapes that of the ground (`--ground`). Nothing for
 * a name that there is no drawing of.
 */
export function Drawing({ name, again = false }: DrawingProps): ReactElement | null {
  const plate = PLATES.get(name ?? '');
  if (!plate) return null;
  const { lines, ...size } = plate;
  const frame = {
    ...size,
    className: 'drawing',
    'aria-hidden': true,
    focusable: false,
    fill: 'Canvas',
    stroke: 'currentColor',
    strokeWidth: 2.5,
    strokeLinejoin: 'round',
  } as const;
  return (
    <svg {...frame}>
      {again ? (
        <use href={`#${name}`} />
      ) : (
        // Our own files, and nobody's words in them.
        <g id={name!} dangerouslySetInnerHTML={{ __html: lines }} />
      )}
    </svg>
  );
}

function readPlate(name: string): Plate {
  const file = readFileSync(new URL(`${name}.svg`, import.meta.url), 'utf8');
  const [, width, height, viewBox, lines] = /width="(.*?)" height="(.*?)" viewBox="(.*?)"[^>]*>(.*)<\/svg>/s.exec(
    file,
  )!;
  return {
    width: width!,
    height: height!,
    viewBox: viewBox!,
    lines: lines!.replaceAll('\n', '').replace(/(id="|href="#)part/g, `$1${name}-`),
  };
}
