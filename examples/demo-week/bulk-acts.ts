// The daily bread of a coordinator: many findings settled at once, so that the queue, the line of each maintainer and the burn-down
// look like a week of work and not like a show of single cases.
import type { Act, At } from './acts/act.ts';
import type { MadeFeeds } from './feeds.ts';
import type { FindRef } from './steps.ts';
import type { MadeReport, ReportEntry } from './sweeps.ts';

export function bulkActs(reports: readonly MadeReport[], reached: MadeFeeds['reached'], at: At): readonly Act[] {
  const of = (prefix: string) => reports.filter(({ key }) => key.startsWith(prefix)).flatMap(({ entries }) => entries);
  return [...rejections(of), ...validations(of), ...feedDuties(reached, (days) => at(days).slice(0, 10))];
}

type Entries = (prefix: string) => readonly ReportEntry[];

/** Whole kinds of report that say nothing in these packages: rejected together, each with the reason. */
const rejections = (of: Entries): readonly Act[] => [
  reject(
    -7.5,
    'tomas',
    fresh(of('lab-a-sweep-1'), ['js/weak-digest', 'js/early-answer']),
    'No secret and nothing that an attacker chooses: checked by rule and place, a sample of ten read by hand.',
  ),
  reject(
    -6.9,
    'tomas',
    fresh(of('lab-b-sweep-1'), ['js/weak-digest', 'js/early-answer', 'js/loud-log']),
    'As last week: names of cache entries and lengths of tokens, no secrets.',
  ),
  reject(
    -4.7,
    'ines',
    fresh(of('lab-a-sweep-2'), ['c/nothing-there']),
    'Every caller asks before; shown by the call graph that the lab sent.',
  ),
  reject(
    -3.2,
    'tomas',
    fresh(of('lab-b-sweep-2'), ['js/slow-pattern', 'js/open-turn']),
    'Test code and examples; nothing of it is in a package.',
  ),
  reject(
    -1.6,
    'tomas',
    fresh(of('lab-a-sweep-3'), ['c/endless-wait', 'js/loud-log']),
    'Behaviour that the manual describes.',
  ),
];

/** Reproduced in batches and put into the line of each project: the budgets decide when a maintainer hears of them. */
function validations(of: Entries): readonly Act[] {
  return [
    ...validateAndTell(
      -7.3,
      'ines',
      serious(of('lab-a-sweep-1'), 1),
      'Reproduced with the test that the lab sent, in a clean container.',
    ),
    ...validateAndTell(
      -5.7,
      'tomas',
      serious(of('lab-b-sweep-1'), 1),
      'Reproduced with the test that the lab sent, in a clean container.',
    ),
    ...validateAndTell(
      -4.3,
      'ines',
      serious(of('lab-a-sweep-2'), 2),
      'Reproduced with the test that the lab sent, in a clean container.',
    ),
    ...validateAndTell(
      -2.8,
      'tomas',
      serious(of('lab-b-sweep-2'), 2),
      'Reproduced with the test that the lab sent, in a clean container.',
    ),
    // Nobody here knows who maintains these: validated, and held until somebody is found.
    [
      -1.9,
      'tomas',
      {
        kind: 'batch',
        findRefs: firstErrors(of('lab-a-sweep-3'), 4),
        verb: 'validate',
        reason: 'Reproduced with the test that the lab sent, in a clean container.',
      },
    ],
    [
      -7.95,
      'tomas',
      {
        kind: 'batch',
        findRefs: firstOfEach(of('fuzz-1'), 4),
        verb: 'validate',
        reason: 'Crashes three times of three with the proof, under AddressSanitizer.',
      },
    ],
    [
      -4.6,
      'ines',
      {
        kind: 'batch',
        findRefs: firstOfEach(of('fuzz-2'), 3),
        verb: 'validate',
        reason: 'Crashes three times of three with the proof, under AddressSanitizer.',
      },
    ],
  ];
}

/** The bank works through advisories of the feed: nine answered, one a day, in three ways. */
function feedDuties(reached: MadeFeeds['reached'], dateOf: (days: number) => string): readonly Act[] {
  return reached.map(({ advisory, component }, i): Act => {
    const about = { advisory };
    const day = -7.5 + i * 0.75;
    const what = component.pkg.name;
    if (i % 4 === 3)
      return [
        day,
        'calvin',
        {
          kind: 'duty',
          party: 'bank',
          about,
          state: 'not_affected',
          note: `${what} is installed and never started.`,
          justification: 'vulnerable_code_not_in_execute_path',
          evidence: 'Process list of the image; no dependent calls it.',
        },
      ];
    if (i % 4 === 2)
      return [
        day,
        'calvin',
        {
          kind: 'duty',
          party: 'bank',
          about,
          state: 'mitigated',
          note: `The function of ${what} is switched off until the next release.`,
          evidence: `Change FCB-${4_380 + i}.`,
          until: dateOf(day + 45),
        },
      ];
    return [
      day,
      'calvin',
      {
        kind: 'duty',
        party: 'bank',
        about,
        state: 'fixed',
        note: `${what} updated with the weekly image.`,
        evidence: `Change FCB-${4_380 + i}; scan of the running image.`,
      },
    ];
  });
}

function reject(day: number, as: 'ines' | 'tomas', refs: readonly FindRef[], reason: string): Act {
  return [day, as, { kind: 'batch', findRefs: refs, verb: 'reject', reason }];
}

function validateAndTell(day: number, as: 'ines' | 'tomas', refs: readonly FindRef[], reason: string): readonly Act[] {
  return [
    [day, as, { kind: 'batch', findRefs: refs, verb: 'validate', reason }],
    [
      day + 0.02,
      as,
      { kind: 'batch', findRefs: refs, verb: 'tell', reason: 'Validated; told in the order of the line.' },
    ],
  ];
}

/** Of these rules, found for the first time, and not one of the week's own. */
function fresh(entries: readonly ReportEntry[], rules: readonly string[]): readonly FindRef[] {
  return entries.filter((one) => !one.named && !one.again && rules.includes(one.rule)).map(({ ref }) => ref);
}

/** Packages whose maintainers answer and have room: the others' weeks are told case by case. */
const ANSWERING: ReadonlySet<string> = new Set([
  '@harborline/tar',
  '@harborline/gate',
  '@harborline/cookie',
  '@saltmarsh/query',
  '@saltmarsh/sheet',
  'quaycert',
]);

/** So many of each of these packages, among the errors. */
function serious(entries: readonly ReportEntry[], ofEach: number): readonly FindRef[] {
  const list = entries.filter((one) => !one.named && !one.again && one.level === 'error');
  return [...ANSWERING].flatMap((target) =>
    list
      .filter((one) => one.target === target)
      .slice(0, ofEach)
      .map(({ ref }) => ref),
  );
}

/** The first errors of a sweep, whoever maintains the package. */
const firstErrors = (entries: readonly ReportEntry[], count: number): readonly FindRef[] =>
  entries
    .filter((one) => one.level === 'error')
    .slice(0, count)
    .map(({ ref }) => ref);

/** One finding of each title, so that no two are likely to be the same bug. */
function firstOfEach(entries: readonly ReportEntry[], count: number): readonly FindRef[] {
  const seen = new Set<string>();
  return entries
    .filter((one) => !one.named && ANSWERING.has(one.target) && !seen.has(one.title) && seen.add(one.title))
    .slice(0, count)
    .map(({ ref }) => ref);
}
