// What the walls are meant to be, written by hand: which tables are walled, by which column, for which tiers; which are
// public and why; which functions pass the walls and why. The checks compare the database with this, so that a wall cannot
// be taken down by changing the migration alone.

export const TIERS = ['owner', 'coordinator', 'finder', 'maintainer', 'delegate', 'reader', 'public'] as const;
export type Tier = (typeof TIERS)[number];
export interface Wall {
  readonly column: string;
  readonly tiers: readonly Tier[];
  /** Parties read it and write nothing: what it holds is written by a verb of the worker alone. */
  readonly kept?: true;
}

/** Read and written by verbs alone; the column only finds the row again. */
const verbsOnly = (column: string): Wall => ({ column, tiers: [] });
const of = (column: string, ...tiers: readonly Tier[]): Wall => ({ column, tiers: tiers.length > 0 ? tiers : TIERS });

export const WALLED: Readonly<Record<string, Wall>> = {
  visibility: of('party_id'), // its own policy: a party sees its own rows
  party: of('id'),
  person: of('id'),
  membership: of('party_id', 'owner'),
  session: of('party_id', 'owner'),
  api_token: of('party_id', 'owner'),
  sign_in_link: of('party_id', 'owner'),
  sign_in_try: verbsOnly('subject'),
  delegation: of('id'),
  ledger_entry: of('wall', 'owner', 'coordinator', 'maintainer'),
  blob: of('wall'),
  report: of('id'),
  report_problem: of('report_id'),
  report_drop: of('report_id'),
  upload: of('id'),
  upload_part: of('upload_id'),
  project: of('id'),
  project_package: of('project_id'),
  priority: verbsOnly('id'),
  vulnerability: of('id'),
  finding: of('report_id'),
  attachment: of('report_id'),
  identity_key: verbsOnly('finding_id'),
  weak_key: verbsOnly('finding_id'),
  edge: of('vulnerability_id', 'coordinator', 'maintainer'),
  cannot_link: of('vulnerability_id', 'coordinator'),
  candidate: of('a', 'coordinator'),
  decision: of('vulnerability_id', 'coordinator', 'maintainer'),
  opinion: of('vulnerability_id'),
  coordination_case: of('vulnerability_id'),
  hold: of('vulnerability_id'),
  line: of('vulnerability_id'),
  telling: of('vulnerability_id'),
  message: of('vulnerability_id'),
  vendor_status: of('vulnerability_id'),
  advisory: of('id'),
  advisory_revision: of('advisory_id'),
  advisory_interval: of('advisory_id'),
  inventory: of('party_id', 'owner', 'delegate'),
  inventory_file: of('party_id', 'owner', 'delegate'),
  asset: of('party_id', 'owner', 'delegate'),
  component: of('party_id', 'owner', 'delegate'),
  component_key: of('party_id', 'owner', 'delegate'),
  exposure: of('party_id', 'owner', 'delegate'),
  exposure_history: { ...of('party_id', 'owner', 'delegate'), kept: true },
  advisory_reach: of('party_id', 'owner', 'delegate'),
  duty: of('party_id', 'owner', 'delegate'),
  duty_event: of('party_id', 'owner', 'delegate'),
  feed_text: verbsOnly('advisory_id'),
  watch_changed: verbsOnly('advisory_id'),
  watch_record: of('advisory_id'),
  watch_ours: of('party_id', 'owner', 'delegate'),
  watch_key: of('party_id', 'owner', 'delegate'),
  watch_counts: of('party_id', 'owner', 'delegate'),
  watch_count: of('party_id', 'owner', 'delegate'),
  event: of('wall'),
  webhook: of('party_id', 'owner'),
  notice: of('party_id', 'owner'),
  delivery: of('party_id', 'owner'),
  model_release: of('id'),
  measure: of('wall'),
};

/** Tables without a wall, with the reason, and what the application may write there. */
export const PUBLIC: Readonly<Record<string, { readonly why: string; readonly appWrites: boolean }>> = {
  verb_reach: { why: 'the list of verbs itself: names of verbs and tables, nobody’s data', appWrites: false },
  instance: { why: 'the instance’s own name and marking; the set-up secret only as a hash', appWrites: true },
  ledger_leaf: { why: 'commitments with a random nonce: they tell nothing without the entry', appWrites: false },
  ledger_tile: { why: 'hashes of commitments', appWrites: false },
  ledger_checkpoint: { why: 'signed roots, made to be published', appWrites: false },
  kev: { why: 'an outside catalogue that everybody may read', appWrites: true },
  ssvc: { why: 'outside decision points that everybody may read', appWrites: true },
  watch_outside: { why: 'in which order outside advisories, which are public, came and changed', appWrites: true },
  epss: { why: 'outside scores that everybody may read', appWrites: true },
  feed: { why: 'how fresh the outside feeds are, and how they are asked for', appWrites: true },
  feed_provider: { why: 'the CSAF providers that are read: public addresses', appWrites: true },
  feed_listed: { why: 'what outside feeds listed when they were last read: public names', appWrites: true },
  duty_basis: {
    why: 'public facts on which duties were last decided, by advisory; the application cannot read it',
    appWrites: false,
  },
  duty_feeds: { why: 'one time stamp; the application cannot read it', appWrites: false },
};

/** Functions that run as the owner and so pass the walls, each with what keeps it safe. */
export const PASSING: Readonly<Record<string, string>> = {
  see: 'asks whether the caller holds the wall, or claims a wall that nobody has',
  unsee: 'asks whether the caller holds the wall',
  who_knows: 'answers to who holds the wall',
  enqueue: 'adds a job; a job asks again who may know what',
  who_is: 'answers one person to whom the hash of a secret belongs',
  report_outcomes: 'answers counts of a report to who sees the report',
  priority_of: 'answers the priority of a vulnerability to who sees it',
  keep_priority: 'adds what is said about nobody in particular, and answers its digest',
  project_line: 'answers places without content to who sees the project',
  project_load: 'answers counts to who sees the project',
  sector_exposure: 'answers counts without names to who coordinates or maintains it',
  watch_mark: 'a trigger: notes that an advisory changed, and tells nobody',
  advisory_changed: 'a trigger: notes that advisories changed, forgets of which texts they were, and tells nobody',
  search_outside: 'reads outside advisories, which are public',
  search_queue: 'answers to the clearinghouse of the instance, of what it sees',
  newest_migration: 'answers the name of a migration',
  queue_state: 'answers two numbers about the queue',
};
