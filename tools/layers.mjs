// The layers of the house: who may import whom. One row per folder; what a row does not name is forbidden.
// ARCHITECTURE.md ("Layers") explains the rows, tools/check.mjs keeps them, and the message of a violation quotes them.
//
//   from      a folder; the longest row that fits a file is the one that counts
//   may       folders, or single files, it may import from (itself always, its own tests too)
//   node      the parts of Node it may use: 'all', or a list; absent: none
//   test      what its tests may import beyond that

const PURE = ['crypto', 'buffer', 'util', 'zlib', 'string_decoder']; // arithmetic on values; no I/O, clock or randomness

export const layers = [
  { from: 'lib/src/kit', may: [], node: PURE, test: [] },
  { from: 'lib/src/version', may: ['lib/src/kit'], node: PURE },
  { from: 'lib/src/advisory', may: ['lib/src/kit', 'lib/src/version', 'lib/src/marking'], node: PURE },
  { from: 'lib/src/exposure', may: ['lib/src/kit', 'lib/src/version', 'lib/src/advisory'], node: PURE },
  { from: 'lib/src/correlate', may: ['lib/src/kit', 'lib/src/version', 'lib/src/advisory'], node: PURE },
  { from: 'lib/src/triage', may: ['lib/src/kit', 'lib/src/version', 'lib/src/advisory'], node: PURE },
  { from: 'lib/src/watch', may: ['lib/src/kit', 'lib/src/ledger'], node: PURE },
  { from: 'lib/src', may: ['lib/src/kit'], node: PURE }, // marking, assess, order, ledger and what comes

  { from: 'contract/src', may: ['lib/src'], node: [] },

  { from: 'server/src/platform', may: ['lib/src/kit'], node: 'all', test: ['server/test'] },

  // The rim of HTTP that all routes share: handlers, problems, refusals.
  {
    from: 'server/src/edge',
    may: ['lib/src/kit', 'contract/src', 'server/src/platform'],
    node: 'all',
    test: ['server/test'],
  },

  // A module may use lib, contract, platform, edge and the index.ts of the modules named here. The order follows the stream.
  ...modules({
    access: ['ledger'],
    ledger: ['access'],
    intake: ['access', 'ledger', 'findings', 'leases'],
    leases: ['access', 'ledger'],
    findings: ['access', 'ledger', 'intake', 'cases'],
    validation: ['access', 'ledger', 'findings', 'cases'],
    cases: ['access', 'ledger', 'findings', 'notify'],
    advisories: ['access', 'ledger', 'cases', 'findings', 'notify', 'inventory'],
    inventory: ['access', 'ledger', 'advisories', 'notify'],
    duties: ['access', 'ledger', 'inventory', 'advisories', 'cases', 'notify'],
    watch: ['access', 'ledger', 'inventory', 'duties'],
    notify: ['access', 'ledger'],
    frontier: ['access', 'ledger', 'notify'],
    assessments: ['access', 'ledger', 'frontier', 'validation', 'notify'],
    programme: ['access', 'ledger', 'notify'],
    measures: ['access', 'ledger'],
    search: ['access'],
    system: ['access', 'ledger'],
  }),

  { from: 'server/src/main', may: ['server/src', 'lib/src', 'contract/src', 'rules', 'examples'], node: 'all' },
  {
    from: 'server/test',
    may: ['server', 'lib/src', 'contract/src', 'rules', 'examples', 'tools', 'cli', 'runner'],
    node: 'all',
  },

  { from: 'runner/src', may: ['lib/src', 'contract/src'], node: 'all' },
  { from: 'cli/src', may: ['lib/src', 'contract/src', 'runner/src'], node: 'all', test: ['server', 'tools'] },
  { from: 'cli/bin', may: ['cli/src'], node: 'all' },
  { from: 'web/src', may: ['lib/src', 'contract/src'], node: [], test: ['server', 'examples', 'tools'] },
  { from: 'web', may: ['web', 'server', 'lib/src', 'contract/src', 'examples', 'tools'], node: 'all' }, // its build and browser tests

  { from: 'rules', may: [], node: [] },
  { from: 'examples', may: ['lib/src', 'contract/src'], node: 'all', test: ['server/test'] },
  { from: 'tools', may: ['server', 'lib/src', 'contract/src', 'bench', 'conformance', 'examples', 'web'], node: 'all' },
  {
    from: 'bench',
    may: ['server', 'lib/src', 'contract/src', 'cli/src', 'runner/src', 'examples', 'conformance', 'tools'],
    node: 'all',
  },
  { from: 'conformance', may: ['lib/src', 'contract/src', 'server', 'tools'], node: 'all' },
];

function modules(table) {
  return Object.entries(table).map(([name, others]) => ({
    from: `server/src/modules/${name}`,
    may: [
      'lib/src',
      'contract/src',
      'server/src/platform',
      'server/src/edge',
      ...others.map((other) => `server/src/modules/${other}/index.ts`),
    ],
    node: 'all',
    test: ['server/test', 'server/src/main', 'examples'],
  }));
}
