import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  /** Without comments, so that a word in an explanation is not taken for code. */
  readonly code: string;
}

/** The TypeScript of the apps and libs; with `tests` the tests' too. */
export function sources({ tests = false } = {}): readonly Source[] {
  const areas = ['apps', 'libs'].flatMap((area) => names(area).map((name) => `${area}/${name}/src`));
  return [...areas, ...(tests ? ['test'] : [])].flatMap(files).filter(isTypeScript).map(read);
}

export function libs(): readonly string[] {
  return names('libs');
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, code: text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '') };
}

function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path);
}

function names(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function files(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll('\\', '/'),
    );
}
