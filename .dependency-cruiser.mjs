// The rules of tools/layers.mjs, in the words of dependency-cruiser.
import { layers } from './tools/layers.mjs';

const TEST = '\\.(test|fixture)\\.tsx?$';
const FIRST_PARTY = '^(lib|contract|server|runner|web|cli|rules|examples|tools|bench|conformance)/';

/** A folder stands for everything in it, a file for itself. */
const pattern = (place) => (/\.[a-z]+$/.test(place) ? `^${literal(place)}$` : `^${literal(place)}/`);
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Longer rows inside this one: they have their own rule. */
const inner = (row) => layers.filter(({ from }) => from !== row.from && from.startsWith(`${row.from}/`));

const says = (row, places) =>
  `${row.from} may import from: ${places.join(', ') || 'nothing but itself'}. ` +
  'The table is tools/layers.mjs, the reasons are in ARCHITECTURE.md (Layers).';

function folderRule(row, kind) {
  const places = kind === 'tests' ? [...row.may, ...(row.test ?? [])] : row.may;
  const from = pattern(row.from);
  const rest = inner(row).map((other) => pattern(other.from));
  return {
    name: `layers: ${row.from}${kind === 'tests' ? ' (tests)' : ''}`,
    comment: says(row, places),
    severity: 'error',
    from: kind === 'tests' ? { path: `${from}.*${TEST}`, pathNot: rest } : { path: from, pathNot: [...rest, TEST] },
    to: { path: FIRST_PARTY, pathNot: [from, ...places.map(pattern)] },
  };
}

function nodeRule(row) {
  const allowed = (row.node ?? []).map((name) => `^${name}$`);
  return {
    name: `node: ${row.from}`,
    comment: `${row.from} may use these parts of Node: ${(row.node ?? []).join(', ') || 'none'}. What it needs to know about the world, it is given as an argument (tools/layers.mjs, ARCHITECTURE.md).`,
    severity: 'error',
    from: { path: pattern(row.from), pathNot: [...inner(row).map((other) => pattern(other.from)), TEST] },
    to: { dependencyTypes: ['core'], pathNot: allowed },
  };
}

export default {
  forbidden: [
    ...layers.map((row) => folderRule(row, 'sources')),
    ...layers.map((row) => folderRule(row, 'tests')),
    ...layers.filter(({ node }) => node !== 'all').map(nodeRule),
    {
      name: 'no circles',
      comment:
        'Files that import each other in a circle cannot be understood one at a time. Move what both need into a third.',
      severity: 'error',
      from: { path: FIRST_PARTY },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'found',
      comment: 'The import leads nowhere: a wrong path, or a package that package.json does not name.',
      severity: 'error',
      from: { path: FIRST_PARTY },
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'sources do not use tests',
      comment: 'What ships must not need a test file.',
      severity: 'error',
      from: { path: FIRST_PARTY, pathNot: ['\\.(test|fixture)\\.tsx?$', '^server/test/', '^web/test/'] },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.vite)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.mts', '.d.ts', '.json'],
    },
  },
};
