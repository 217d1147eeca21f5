// Every command, in the order of the help. A line here is all there is to know about one from outside; the file it loads does it.
import type { Command, Option } from '../command.ts';

const PROGRESS: Option = {
  name: 'progress',
  about: 'Show progress on standard error, also where that is no terminal.',
};
const LIMIT: Option = { name: 'limit', value: 'N', about: 'How many rows, at most 200.', number: true };
const OFFSET: Option = { name: 'offset', value: 'N', about: 'How many rows to leave out before them.', number: true };
const REPORT_JSON =
  '{id, filename, format, size, digest, receivedAt, stage, findings, dropped, problems, progress, finishedAt, outcomes, ledgerStage}';
const PROBLEM_JSON = '{code, path, detail, advice}';

export const COMMANDS: readonly Command[] = [
  {
    words: ['report', 'submit'],
    summary: 'Send reports: SARIF 2.1.0, OSV, Leadtime reports, or lines (NDJSON) of the last two',
    args: [{ name: 'FILE', about: 'A file, or - for standard input.', many: true }],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        about: 'What it is, where its first bytes do not say.',
        choices: ['sarif', 'osv', 'report', 'ndjson'],
      },
      {
        name: 'target',
        value: 'PURL',
        about: 'What was examined: a package URL, repository or name, for formats that do not say.',
      },
      {
        name: 'by',
        value: 'WHO',
        about: 'Who or what found it.',
        choices: ['human', 'model', 'harness', 'tool', 'unknown'],
      },
      { name: 'model', value: 'NAME', about: 'The model that found it.' },
      { name: 'harness', value: 'NAME', about: 'What drove the model.' },
      { name: 'run-id', value: 'ID', about: 'Your name for the run.' },
      {
        name: 'retention',
        value: 'TERMS',
        about: 'What the model’s provider keeps of prompts.',
        choices: ['none', 'limited', 'training', 'unknown'],
      },
      { name: 'wait', about: 'Wait until it is read, then say what became of its findings.' },
      PROGRESS,
    ],
    asksServer: true,
    json: `{reports: [{file, receipt: {reportId, digest, size, receivedAt, seenBefore, monitor, ledger: {entryId, commitment, nonce}} | null, status: ${REPORT_JSON} | null, error | null}]}`,
    notes: [
      'Files over 8 MB go up in parts. A broken line costs one part; after Ctrl+C or a crash, the same command goes on where it stopped. The same bytes sent twice give the receipt of the first time.',
      'Keep the receipt: it holds the nonce that opens the ledger entry.',
    ],
    one: 'with --wait: a report could not be read',
    examples: [
      'leadtime report submit scan.sarif --target pkg:npm/left-pad --wait',
      'scanner | leadtime report submit - --by tool',
    ],
    load: () => import('./report-submit.ts'),
  },
  {
    words: ['report', 'status'],
    summary: 'What became of a report',
    args: [{ name: 'ID', about: 'Id of the report, as its receipt says.' }],
    options: [{ name: 'wait', about: 'Wait until it is read.' }],
    asksServer: true,
    json: REPORT_JSON,
    one: 'the report could not be read',
    load: () => import('./report-status.ts'),
  },
  {
    words: ['report', 'problems'],
    summary: 'What could not be read of a report, and what was dropped, each with its place',
    args: [{ name: 'ID', about: 'Id of the report.' }],
    asksServer: true,
    json: `{items: [${PROBLEM_JSON}], total, dropped: [{reason, count, first}]}`,
    one: 'there are problems',
    load: () => import('./report-problems.ts'),
  },
  {
    words: ['report', 'validate'],
    summary: 'Read reports on this machine and say everything that is wrong with them; nothing is sent',
    args: [{ name: 'FILE', about: 'A file, or - for standard input.', many: true }],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        about: 'What it is, where its first bytes do not say.',
        choices: ['sarif', 'osv', 'report', 'ndjson'],
      },
      PROGRESS,
    ],
    json: `{ok, files: [{file, format, recognisedBy, findings, dropped: [{reason, count, first}], problems: [${PROBLEM_JSON}], problemsTotal}]}`,
    notes: ['The same readers as the server’s. The first 1,000 problems of a file are shown; all are counted.'],
    one: 'there are problems',
    load: () => import('./report-validate.ts'),
  },
  {
    words: ['report', 'convert'],
    summary: 'Turn SARIF or OSV into Leadtime reports, one a line, on standard output; nothing is sent',
    args: [{ name: 'FILE', about: 'A file, or - for standard input.' }],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        about: 'What it is, where its first bytes do not say.',
        choices: ['sarif', 'osv', 'report', 'ndjson'],
      },
      { name: 'target', value: 'PURL', about: 'What was examined, for formats that do not say.' },
    ],
    notes: [
      'Each line is a report of its own (schema leadtime.report/1), ready for report submit. What a Leadtime report cannot hold, and what was cut to its limits, is said on standard error.',
    ],
    one: 'something could not be read or was left out',
    load: () => import('./report-convert.ts'),
  },
  {
    words: ['match'],
    summary: 'Which advisories reach an inventory; it does not leave this machine',
    args: [
      {
        name: 'INVENTORY',
        about: 'CycloneDX (JSON, XML), SPDX (JSON, tag-value), or a sheet of vendor, product and version (CSV).',
        optional: true,
      },
    ],
    options: [
      { name: 'sbom', value: 'FILE', about: 'The inventory, by name.' },
      {
        name: 'advisories',
        value: 'PLACE',
        about: 'OSV, CSAF or CVE records (a folder, .json, .ndjson or .zip), or an index.',
        many: true,
      },
      {
        name: 'vex',
        value: 'FILE',
        about:
          'OpenVEX, CSAF or CycloneDX VEX. It annotates what is found and takes nothing away; contradictions are shown.',
        many: true,
      },
      {
        name: 'format',
        value: 'FORMAT',
        about: 'Else table; json is the same as --json.',
        choices: ['table', 'json', 'sarif', 'csaf-vex', 'openvex', 'cyclonedx-vex'],
      },
      { name: 'author', value: 'NAME', about: 'Of VEX that is written: who says it.' },
      { name: 'namespace', value: 'ADDRESS', about: 'Of CSAF VEX that is written: the web address of the author.' },
      {
        name: 'as-of',
        value: 'INSTANT',
        about: 'When the advisories were fetched. Else: the newest date among their files and records.',
        instant: true,
      },
      {
        name: 'max-age',
        value: 'HOURS',
        about: 'How old they may be: past it, not affected becomes undetermined. Else 48.',
        number: true,
      },
      { name: 'all', about: 'List every component, also those that nothing reaches.' },
      PROGRESS,
    ],
    json: '{conclusion, asOf, maxAgeHours, stale, inventory: {file, format, components, problems, problemsTotal}, advisories: {read, withdrawn, refused, packages, problems, problemsTotal}, vex: {documents, statements, exposures, contradictions, problems, problemsTotal}, counts: {affected, undetermined, cannot_match, not_affected, no_advisory}, components: [{ordinal, path, name, version, purl, vendor, asset, state, reason: {code, text}, matches: [{advisory, state, tier, fixedIn, informational, reason, vex: {notes: [{status, justification, impact, action, author, at, document: {format, id, version}, path, about: component | part | whole-product, certain, replaces}], contradictions: [{between: authors | match, text}]} | null, evidence}]}]}',
    notes: [
      'Undetermined and could not be matched are no all-clear: both are listed. Exit code 0 means that no advisory at hand is known to reach a component, no more.',
    ],
    one: 'a component is affected',
    examples: [
      'leadtime match sbom.cdx.json --advisories osv/npm.zip --advisories https-feed.ndjson',
      'leadtime match --sbom sbom.cdx.json --advisories all.index --vex vendor.openvex.json --format sarif',
    ],
    load: () => import('./match.ts'),
  },
  {
    words: ['watch'],
    summary: 'Match a signed feed here, keep duties here, send counts only',
    args: [{ name: 'INVENTORY', about: 'As for match; several may be given.', optional: true, many: true }],
    options: [
      { name: 'sbom', value: 'FILE', about: 'An inventory, by name.', many: true },
      { name: 'inventory', value: 'FILE', about: 'The same.', many: true },
      { name: 'once', about: 'One round; that is so without --every.' },
      { name: 'every', value: 'TIME', about: 'Again and again, such as 15m or 1h, until it is stopped.' },
      {
        name: 'dir',
        value: 'FOLDER',
        about:
          'Where feed, duties and key are kept. Else $XDG_STATE_HOME/leadtime/watch, or ~/.local/state/leadtime/watch.',
      },
      { name: 'no-counts', about: 'Send nothing.' },
      { name: 'coarse', about: 'Send 1 and 2 as “1-2”.' },
      {
        name: 'count-outside',
        about:
          'Count outside advisories too. It tells the server which known packages you run; without it, only advisories of the instance itself are counted.',
      },
      { name: 'show-counts', about: 'Print exactly what was sent.' },
      {
        name: 'key',
        value: 'KEY',
        about: 'The instance’s key (name+id+base64, or a file), as its people told you. Replaces the one pinned here.',
      },
      {
        name: 'again',
        about: 'Forget what was pulled and the pinned key, and pull all anew. Duties and your own key stay.',
      },
    ],
    asksServer: true,
    json: '{conclusion, counts: {affected, undetermined, cannot_match, not_affected, no_advisory}, feed: {url, key, at, offline | null, fresh, advisories, outside, ours, old: [text]}, news: [{kind, id, advisory, text}], duties: [{id, advisory, title, asset, package, component, version, fixedIn, exposure, state, due, worstDue, dueText, why, forensic, detectedAt, answeredAt, note, until, endedAt, endedWhy, rule}], sent: {note, lines, kept, dropped} | null, notSent | null}',
    notes: [
      'No inventory, component, version or asset leaves this machine. What the server learns: that you pull and when, how far, and per advisory four numbers. The token needs the scope `watch` alone.',
      'Past a feed’s maximum age, “not affected” reads undetermined. Without a connection it works with what it has and says since when.',
      'With --json and --every, one object a line for each round.',
    ],
    one: 'something is affected',
    examples: [
      'leadtime watch --sbom erp.cdx.json --once',
      'leadtime watch --sbom erp.cdx.json --sbom mail.spdx.json --every 15m',
    ],
    load: () => import('./watch.ts'),
  },
  {
    words: ['watch', 'answer'],
    summary: 'Say what was done about a duty that leadtime watch keeps; it stays on this machine',
    args: [
      { name: 'ID', about: 'Id of the duty, as leadtime watch shows it.' },
      { name: 'STATE', about: 'fixed, mitigated, not_affected, or open again.' },
    ],
    options: [
      { name: 'note', value: 'TEXT', about: 'How, or why. mitigated and not_affected need it.' },
      { name: 'until', value: 'DAY', about: 'When a stop-gap ends: then it is due again. mitigated needs it.' },
      { name: 'dir', value: 'FOLDER', about: 'Where the duties are kept, as for leadtime watch.' },
    ],
    json: 'the duty, as leadtime watch --json prints it',
    notes: ['An inventory made after the answer that still lists what is said to be fixed opens the duty again.'],
    examples: ['leadtime watch answer 3fa9c1d20b mitigated --until 2026-12-24 --note "cut off from the network"'],
    load: () => import('./watch-answer.ts'),
  },
  {
    words: ['index', 'build'],
    summary: 'Pack advisories into one checked file, of which leadtime match reads only what it is asked for',
    args: [{ name: 'PLACE', about: 'OSV, CSAF or CVE records: a folder, .json, .ndjson or .zip.', many: true }],
    options: [{ name: 'out', value: 'FILE', about: 'The index to write; an old one is replaced whole.' }, PROGRESS],
    json: `{file, bytes, advisories, refused, newest, problems: [${PROBLEM_JSON}], problemsTotal}`,
    notes: [
      'The same records in any order give the same bytes. Of very many, part lies in a file beside the index until it is built.',
    ],
    one: 'some records could not be read; the index has the others',
    examples: ['leadtime index build osv/npm.zip osv/PyPI.zip --out advisories.index'],
    load: () => import('./index-build.ts'),
  },
  {
    words: ['version', 'compare'],
    summary: 'Which of two versions comes first: prints <, = or >; for many pairs, one sign a line',
    args: [
      { name: 'ECOSYSTEM', about: 'As OSV names it: npm, Debian:12, Go, … or product.' },
      { name: 'A', about: 'A version.', optional: true },
      { name: 'B', about: 'Another one.', optional: true },
    ],
    options: [
      {
        name: 'pairs',
        value: 'FILE',
        about: 'In place of A and B: two versions a line with a tab between; - is standard input.',
      },
    ],
    json: '{ecosystem, a, b, result: -1 | 0 | 1 | null, why}',
    notes: ['With --pairs: ? stands for a pair without an order, ! for a line that is no pair; both are counted.'],
    one: 'some cannot be ordered, or a line is no pair',
    examples: ['leadtime version compare Maven 1.0-rc1 1.0', 'leadtime version compare npm --pairs pairs.tsv'],
    load: () => import('./version-compare.ts'),
  },
  {
    words: ['version', 'key'],
    summary: 'Keys of versions, in hex: their byte order is the order of the versions',
    args: [
      { name: 'ECOSYSTEM', about: 'As OSV names it.' },
      { name: 'VERSION', about: 'A version.', many: true },
    ],
    json: '{ecosystem, versions: [{text, key, ordered, flags: [name]}]}',
    one: 'a version has no place in the order',
    load: () => import('./version-key.ts'),
  },
  {
    words: ['version', 'sort'],
    summary: 'Sort versions, oldest first',
    args: [
      { name: 'ECOSYSTEM', about: 'As OSV names it.' },
      { name: 'VERSION', about: 'Versions; without any, lines of standard input.', many: true, optional: true },
    ],
    json: '{ecosystem, sorted: [text], unordered: [text]}',
    notes: ['Versions without a place in the order stand last, as they came.'],
    one: 'a version has no place in the order',
    load: () => import('./version-sort.ts'),
  },
  {
    words: ['cvss'],
    summary: 'Score CVSS vectors of versions 2.0, 3.0, 3.1 and 4.0',
    args: [{ name: 'VECTOR', about: 'Such as CVSS:4.0/AV:N/AC:L/….', many: true }],
    json: '{vectors: [{version, vector, base, overall, temporal, environmental, severity, metrics}]}',
    load: () => import('./cvss.ts'),
  },
  {
    words: ['ledger', 'verify'],
    summary: 'Check an export of the ledger, from the file alone',
    args: [{ name: 'FILE', about: 'The export, or - for standard input.' }],
    options: [
      {
        name: 'key',
        value: 'VKEY',
        about: 'The ledger’s verifier key, had from elsewhere than the export. Or a file that holds it.',
      },
      {
        name: 'witness',
        value: 'VKEY',
        about: 'Verifier key of a witness that you trust, or a file that holds it.',
        many: true,
      },
      {
        name: 'known',
        value: 'FILE',
        about: 'A checkpoint kept from earlier: the export must hold the same past.',
        many: true,
      },
      { name: 'receipt', value: 'FILE', about: 'A receipt: what it says must be in the export.', many: true },
    ],
    json: '{ok, key, keyTrusted, size, root, entries: {read, opened}, checkpoints: {read, verified}, witnessed: [{name, size, at}], unmetReceipts: [commitment], problems: [{code, path, detail}], total}',
    notes: [
      'Without --key an export can only be shown to agree with itself: whoever made it chose the key in it. The answer says so.',
    ],
    one: 'something does not hold',
    load: () => import('./ledger-verify.ts'),
  },
  {
    words: ['ledger', 'export'],
    summary: 'Fetch everything that is needed to verify the ledger offline, with the entries your party may open',
    options: [{ name: 'out', value: 'FILE', about: 'Where to; else standard output.' }],
    asksServer: true,
    load: () => import('./ledger-export.ts'),
  },
  {
    words: ['ledger', 'prove'],
    summary: 'Fetch one entry and check on this machine that it opens and stands in the tree',
    args: [{ name: 'ENTRY', about: 'Id of the entry, as a receipt says.' }],
    options: [{ name: 'key', value: 'VKEY', about: 'The ledger’s verifier key, or a file that holds it.' }],
    asksServer: true,
    json: '{id, stage, index, commitment, body, opens, proved: true | false | null, keyTrusted, checkpoint}',
    notes: [
      'proved is null while no checkpoint covers the entry, or where no --key was given to check its signature with.',
    ],
    one: 'something does not hold',
    load: () => import('./ledger-prove.ts'),
  },
  {
    words: ['exposures'],
    summary: 'What reached your assets on a day, as known on a day, beside what is held of that day today',
    options: [
      { name: 'on', value: 'DAY', about: 'The day, as 2026-03-03 (UTC), or an instant. Default: when it was known.' },
      { name: 'known', value: 'DAY', about: 'As known at the end of that day, or at that instant. Default: now.' },
      { name: 'advisory', value: 'NAME', about: 'Only this one: its id, its name here or an alias such as a CVE.' },
      { name: 'q', value: 'WORDS', about: 'Only components, assets and advisories with these words.' },
      { name: 'party', value: 'ID', about: 'A party that named yours to act for it.' },
      {
        name: 'show',
        value: 'WHICH',
        about: 'held: what was held then (the default). changed: what is held otherwise today.',
      },
      { name: 'limit', value: 'N', about: 'Rows of a page, at most 200.', number: true },
      { name: 'after', value: 'KEY', about: 'Go on after the last page.' },
    ],
    asksServer: true,
    json: '{on: {from, to}, known, conclusion, spokenOf, held: {affected, undetermined, exposures}, today: {affected, undetermined, exposures}, differences: {learnt, dropped, changed}, items: [{party, advisory, component, asset, held, today, reasons: [{code, text}]}], next}',
    one: 'something was held to be affected then',
    load: () => import('./exposures.ts'),
    examples: [
      'leadtime exposures --on 2026-03-03 --known 2026-03-05 --advisory CVE-2026-0001',
      'leadtime exposures --on 2026-03-03 --known 2026-03-05 --show changed',
    ],
  },
  {
    words: ['feeds', 'list'],
    summary: 'How old each feed is, what it is doing, when it is read next, and whether the instance may call it',
    asksServer: true,
    json: '{items: [{source, name, address, records, lastSuccessAt, asOf, maxAgeHours, stale, used, running, progress, lastError, allowed, syncable, addresses: [{name, address, mirror, allowed}], toAllow: [host], terms, how, note, waitsUntil, endedAt, everyHours, nextAt, ecosystems}], egress: [host]}',
    one: 'a feed is older than it may be',
    load: () => import('./feeds-list.ts'),
  },
  {
    words: ['feeds', 'sync'],
    summary: 'Let the instance fetch a feed, if its egress list allows; it goes on where it stopped',
    args: [{ name: 'SOURCE', about: 'osv, ghsa, kev, epss, ssvc, nvd or csaf.' }],
    options: [
      { name: 'ecosystem', value: 'NAME', about: 'Of osv, for this time alone: npm, Debian, Go, ….', many: true },
      { name: 'wait', about: 'Wait until it has ended, and show how far it is.' },
    ],
    asksServer: true,
    json: '{done: true}; with --wait the feed as feeds list has it',
    one: 'with --wait: it did not get everything',
    load: () => import('./feeds-sync.ts'),
    examples: ['leadtime feeds sync osv --ecosystem npm --ecosystem PyPI --wait'],
  },
  {
    words: ['feeds', 'set'],
    summary: 'Choose how often a feed is fetched by itself, of which ecosystems, from which mirrors',
    args: [{ name: 'SOURCE', about: 'osv, ghsa, kev, epss, ssvc, nvd or csaf.' }],
    options: [
      { name: 'every', value: 'HOURS', about: '1 to 720; 0: only when somebody asks.', number: true },
      { name: 'ecosystem', value: 'NAME', about: 'Of osv: these and no others.', many: true },
      { name: 'inventories', about: 'Of osv: those that the instance’s inventories hold.' },
      { name: 'mirror', value: 'NAME=URL', about: 'Ask there instead; these and no others.', many: true },
      { name: 'no-mirror', about: 'Ask the other side itself again.' },
    ],
    asksServer: true,
    json: '{done: true}',
    load: () => import('./feeds-set.ts'),
    examples: ['leadtime feeds set kev --every 6', 'leadtime feeds set osv --mirror bucket=https://mirror.example/osv'],
  },
  {
    words: ['feeds', 'providers'],
    summary: 'The CSAF providers that the instance reads',
    args: [
      { name: 'ACTION', about: 'list, add or remove.' },
      { name: 'PROVIDER', about: 'A domain, or the address of a provider-metadata.json.', optional: true },
    ],
    asksServer: true,
    json: 'list: {items: [provider]}; add: provider {id, asked, metadataUrl, publisher, addedAt, lastSuccessAt, lastError, documents, note, toAllow}; remove: {done: true}',
    load: () => import('./feeds-providers.ts'),
    examples: ['leadtime feeds providers add vendor.example'],
  },
  {
    words: ['feeds', 'import'],
    summary: 'Import a feed from a file or a folder; what is in is passed over, so a broken import is given again',
    args: [
      {
        name: 'SOURCE',
        about: 'osv, ghsa (OSV form), csaf, cve (CVE 5), nvd (API 2.0), ssvc (CVE records), kev (JSON) or epss (CSV).',
      },
      {
        name: 'FILE',
        about: 'Records as JSON, a list, lines, zip or tar, gzipped or not; or a folder of .json files.',
      },
    ],
    options: [
      {
        name: 'whole',
        about:
          'It is all of the feed, not some of its records. Without this the feed stays as old as it was. kev and epss always are.',
      },
      {
        name: 'as-of',
        value: 'DAY',
        about:
          'When the file was got, in place of the date that it states or of its newest record: 2026-11-22, or an instant.',
      },
      PROGRESS,
    ],
    asksServer: true,
    json: '{importId, accepted, takenBefore, refused, whole, asOf, problems: [{code, path, detail}], problemsTotal}',
    one: 'some records were refused',
    load: () => import('./feeds-import.ts'),
    examples: [
      'leadtime feeds import osv all.zip --whole --as-of 2026-11-22',
      'leadtime feeds import csaf one-advisory.json',
    ],
  },
  {
    words: ['queue'],
    summary: 'The vulnerabilities that your party knows of, what comes first on top',
    options: [
      {
        name: 'state',
        value: 'STATE',
        about: 'Only these.',
        choices: ['found', 'validated', 'rejected', 'told', 'fixed', 'published'],
      },
      { name: 'open', about: 'Only those that somebody must still do something about.' },
      { name: 'kev', about: 'Only known exploited ones.' },
      {
        name: 'severity',
        value: 'BAND',
        about: 'Only these.',
        choices: ['critical', 'high', 'medium', 'low', 'none', 'unknown'],
      },
      { name: 'q', value: 'TEXT', about: 'Only those with this text.' },
      {
        name: 'sort',
        value: 'ORDER',
        about: 'Else priority.',
        choices: ['priority', 'newest', 'oldest', 'reports', 'title'],
      },
      LIMIT,
      OFFSET,
    ],
    asksServer: true,
    json: '{items: [row of vulnerabilities.list, see docs/reference/api.md], total, limit, offset}',
    load: () => import('./queue.ts'),
  },
  {
    words: ['today'],
    summary: 'What an operator must do, in order; what could not be matched; how fresh the data is',
    options: [{ name: 'party', value: 'ID', about: 'A party that named yours to act for it.' }],
    asksServer: true,
    json: 'the answer of today.read, see docs/reference/api.md',
    one: 'something is due',
    load: () => import('./today.ts'),
  },
  {
    words: ['whoami'],
    summary: 'Which instance, as whom, with which token',
    asksServer: true,
    json: '{url, signedIn, person, party, role, tokenFrom, instance: {name, version, marking, demo, now}}',
    one: 'not signed in',
    load: () => import('./whoami.ts'),
  },
  {
    words: ['login'],
    summary: 'Keep a token for an instance in a file that only you can read',
    args: [{ name: 'URL', about: 'The instance; else LEADTIME_URL or http://localhost:4409.', optional: true }],
    options: [{ name: 'insecure', about: 'Allow plain http to another machine.' }],
    json: '{url, person, party, role, file}',
    notes: [
      'Make the token in the web (Settings, Tokens). It is asked for, or read from standard input: it stands in no list of processes.',
    ],
    examples: [
      'leadtime login https://leadtime.example.org',
      'leadtime login https://leadtime.example.org < token.txt',
    ],
    load: () => import('./login.ts'),
  },
  {
    words: ['logout'],
    summary: 'Forget the token that is kept on this machine',
    json: '{forgotten, file}',
    notes: ['The token itself stays good until it expires: revoke it in the web.'],
    load: () => import('./logout.ts'),
  },
  {
    words: ['up'],
    summary: 'Database, server and worker in one process, for a laptop or a small site',
    options: [
      { name: 'empty', about: 'Without the demo week; prints a link to set it up.' },
      { name: 'demo', about: 'The demo week also into the database of DATABASE_URL.' },
    ],
    notes: ['Settings come from the environment: docs/guides/administrator.md.'],
    load: () => import('./server-programs.ts').then((m) => m.program('up')),
  },
  {
    words: ['serve'],
    summary: 'The server alone; needs DATABASE_URL',
    load: () => import('./server-programs.ts').then((m) => m.program('serve')),
  },
  {
    words: ['worker'],
    summary: 'A worker alone; needs DATABASE_URL; run as many as you like',
    load: () => import('./server-programs.ts').then((m) => m.program('worker')),
  },
  {
    words: ['runner'],
    summary: 'Attempts and validations in a sandbox: not in this version',
    load: () => import('./runner.ts'),
  },
  {
    words: ['migrate'],
    summary: 'Bring the database to this version’s schema',
    load: () => import('./server-programs.ts').then((m) => m.program('migrate')),
  },
  {
    words: ['backup'],
    summary: 'Copy one moment of an instance, running or not, into a folder',
    args: [{ name: 'FOLDER', about: 'A folder that is not there yet, or is empty.' }],
    options: [
      {
        name: 'without-keys',
        about: 'Leave out the key files; restoring then needs LEADTIME_KEY and LEADTIME_LEDGER_SEED.',
      },
    ],
    notes: [
      'Every table in one snapshot, the stored bytes (encrypted as they are), and the keys that open them: guard it as you guard the instance. A manifest with the SHA-256 of each part is written last; a folder without it is no backup. Waiting jobs are in it, too.',
    ],
    one: 'stored bytes are missing or damaged',
    load: () => import('./server-programs.ts').then((m) => m.program('backup')),
  },
  {
    words: ['restore'],
    summary: 'Put a backup into an empty database and an empty data folder',
    args: [{ name: 'FOLDER', about: 'The backup.' }],
    notes: [
      'Every part is held against its SHA-256 before anything is written. Tables come back in one transaction: all or nothing. Then the tree of the ledger is built again from its leaves and must have the root that was signed.',
    ],
    one: 'the backup is damaged, or does not fit',
    load: () => import('./server-programs.ts').then((m) => m.program('restore')),
  },
];
