import { sources } from './sources.js';

/** What the linter has no rule for. Each is shown a sample of what it forbids, so that it cannot go blind unseen. */
const FORBIDDEN = [
  {
    what: 'the time from anywhere but Clock',
    pattern: /new Date\(\)/,
    sample: 'new Date()',
    except: /kernel\/src\/clock\.ts$/,
  },
  { what: 'enums', pattern: /\benum\s+\w+\s*\{/, sample: 'enum Kind { A }' },
  { what: 'forwardRef', pattern: /\bforwardRef\b/, sample: 'forwardRef(() => X)' },
  {
    what: 'SQL outside *.queries.ts and migrations',
    pattern:
      /['"`]\s*(SELECT\s|WITH\s+\w+\s+AS|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET|(CREATE|ALTER|DROP)\s+[A-Z]+\s|LOCK\s+TABLE|TRUNCATE\s|SHOW\s)/,
    sample: "query('SELECT 1')",
    except: /\.queries\.ts$/,
  },
  {
    what: 'entities that load or save their surroundings by themselves',
    pattern: /@OneToMany|cascade:\s*(true|\[)|eager:\s*true/,
    sample: '@OneToMany(() => X)',
  },
] as const;

it.each(FORBIDDEN)('has no $what', ({ pattern, sample, ...rest }) => {
  expect(sample).toMatch(pattern);
  const allowed = 'except' in rest ? rest.except : undefined;
  const found = sources().filter(({ path, code }) => pattern.test(code) && !allowed?.test(path));
  expect(found.map(({ path }) => path)).toEqual([]);
});

it('imports its own files by their name with .js', () => {
  const relative = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']*)'/g;
  const wrong = sources({ tests: true }).flatMap(({ path, code }) =>
    [...code.matchAll(relative)]
      .map(([, target]) => target!)
      .filter((target) => !/\.(js|json)$/.test(target) && !(path.startsWith('test/') && target.endsWith('.mjs')))
      .map((target) => `${path}: ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('tests libs through their face', () => {
  const deep = sources({ tests: true }).filter(
    ({ path, code }) => path.startsWith('test/') && /from '\.[^']*\/libs\//.test(code),
  );
  expect(deep.map(({ path }) => path)).toEqual([]);
});
