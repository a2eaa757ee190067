/** The libs in order: each may import only from those before it. The apps compose them. */
const LIBS = [
  'kernel',
  'tables',
  'contracts',
  'database',
  'jobs',
  'changes',
  'calendar',
  'mail',
  'staff',
  'webhooks',
  'programme',
  'admission',
  'registration',
  'bulk',
  'invitation',
  'waiting-list',
  'ballot',
  'replies',
  'notices',
  'feeds',
  'composition',
];

const upwards = LIBS.map((lib, place) => ({
  name: `${lib}-stands-on-what-is-before-it`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^libs/', pathNot: LIBS.slice(0, place + 1).map((before) => `^libs/${before}/`) },
}));

/** What a lib must not know, whatever its place. */
const PLAIN = ['kernel', 'tables', 'contracts', 'calendar'];

export default {
  forbidden: [
    ...upwards,
    {
      name: 'no-circles',
      comment: 'Types may refer to one another: they are gone when the program runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-missing-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'libs-know-no-app',
      comment: 'An app composes libs; nothing below knows that it exists.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'apps-know-no-test',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^test/' },
    },
    {
      name: 'libs-by-their-face-only',
      comment: 'Another lib is imported as #name: its index.ts says what it offers.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|apps|test)/' },
      to: { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'not-through-the-own-face',
      comment: 'Inside a lib imports are relative; through its own index.ts every file would import every other.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'plain-libs-stay-plain',
      severity: 'error',
      from: { path: `^libs/(${PLAIN.join('|')})/` },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|pg-boss|fastify)/' },
    },
    {
      name: 'no-development-packages-at-run-time',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    // TypeScript 7 has no API in JavaScript to parse with.
    parser: 'swc',
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
