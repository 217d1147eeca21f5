// Who saw which bug, in which report and in which words. Two sightings of one bug are what deconfliction is about.
import type { BugKey } from './bugs.ts';
import type { FindRef } from './steps.ts';

export interface Sighting {
  readonly ref: FindRef;
  readonly report: SweepKey | BundleKey;
  readonly bug: BugKey;
  /** Says it in other words. */
  readonly title?: string;
  readonly text?: string;
  /** Another place in the file, or another function: what a second tool says. */
  readonly line?: number;
  readonly symbol?: string;
  /** Leaves out the CVE id that the bug has. */
  readonly withoutCve?: true;
  /** Names the file that proves it: two sightings with one name have the same bytes. */
  readonly proof?: string;
}
export type SweepKey = 'lab-a-sweep-1' | 'lab-a-sweep-2' | 'lab-a-sweep-3' | 'lab-b-sweep-1' | 'lab-b-sweep-2';
export type BundleKey = 'lab-b-proofs' | 'fuzz-1' | 'fuzz-2' | 'fuzz-3' | 'human-1' | 'human-2' | 'human-3';

export const SIGHTINGS: readonly Sighting[] = [
  // The same bug from two labs, with the same CVE id: identity, so it is merged at once.
  { ref: 'lab-a:tar-traversal', report: 'lab-a-sweep-1', bug: 'tar-traversal' },
  {
    ref: 'lab-b:tar-traversal',
    report: 'lab-b-sweep-1',
    bug: 'tar-traversal',
    title: 'Zip-slip style write in archive extraction',
    text: 'Extraction joins the entry name to the destination without comparing the result with it. An entry that climbs with two dots is written anywhere the process may write.',
    line: 58,
  },
  // Similar, but another bug: same file, same package, other function. Stays a candidate until a person says distinct.
  { ref: 'lab-b:tar-symlink', report: 'lab-b-sweep-1', bug: 'tar-symlink' },
  {
    ref: 'lab-a:tar-symlink',
    report: 'lab-a-sweep-2',
    bug: 'tar-symlink',
    title: 'Path check in applyLink can be passed with a link',
    text: 'The path of an entry is checked before the links of earlier entries are followed, so the check holds for a place that is not the one written to.',
    line: 66,
    withoutCve: true,
  },
  { ref: 'lab-a:gate-missing-check', report: 'lab-a-sweep-1', bug: 'gate-missing-check' },
  // The same bug from two labs without any shared id: proposed, then merged by a coordinator.
  { ref: 'lab-a:cookie-proto', report: 'lab-a-sweep-1', bug: 'cookie-proto' },
  {
    ref: 'lab-b:cookie-proto',
    report: 'lab-b-sweep-1',
    bug: 'cookie-proto',
    title: 'Prototype of all objects reachable through cookie names',
    text: 'Names of cookies become keys of an object that has a prototype. __proto__ and constructor are not refused.',
    line: 31,
  },
  { ref: 'lab-a:pump-format', report: 'lab-a-sweep-1', bug: 'pump-format' },
  { ref: 'lab-a:lantern-path', report: 'lab-a-sweep-1', bug: 'lantern-path' },
  { ref: 'lab-a:query-injection', report: 'lab-a-sweep-1', bug: 'query-injection' },
  {
    ref: 'lab-b:query-injection',
    report: 'lab-b-sweep-2',
    bug: 'query-injection',
    title: 'Column names are not bound in orderBy',
    text: 'The helper binds values but writes the column name between backticks. A backtick in the name ends it.',
    line: 41,
    withoutCve: true,
  },
  { ref: 'lab-a:hl7-log', report: 'lab-a-sweep-1', bug: 'hl7-log' },
  { ref: 'lab-b:hl7-slow-segment', report: 'lab-b-sweep-1', bug: 'hl7-slow-segment' },
  // One report is wrong: the file does not exist in the version named.
  { ref: 'lab-b:quay-ghost', report: 'lab-b-sweep-1', bug: 'quay-ghost' },
  { ref: 'lab-a:query-fetch', report: 'lab-a-sweep-2', bug: 'query-fetch' },
  { ref: 'lab-a:pump-stale-reply', report: 'lab-a-sweep-2', bug: 'pump-stale-reply' },
  { ref: 'lab-a:pump-endless-wait', report: 'lab-a-sweep-2', bug: 'pump-endless-wait' },
  {
    ref: 'lab-a:lantern-xattr-read',
    report: 'lab-a-sweep-2',
    bug: 'lantern-xattr-read',
    text: 'The end of an attribute is looked for without the length that stands right before it.',
    line: 49,
  },
  { ref: 'lab-b:tar-long-name', report: 'lab-b-sweep-2', bug: 'tar-long-name' },
  // The same proof bytes from a lab and from the fuzzing service: identity, so it is merged at once.
  { ref: 'fuzz:pump-frame-overflow', report: 'fuzz-1', bug: 'pump-frame-overflow', proof: 'two-lengths' },
  {
    ref: 'lab-b:pump-frame-overflow',
    report: 'lab-b-proofs',
    bug: 'pump-frame-overflow',
    title: 'Heap corruption in the frame reader of brinepumpd',
    text: 'A frame with two different lengths corrupts the heap of the daemon. Found by reading, confirmed with the frame that a public corpus had.',
    proof: 'two-lengths',
  },
  { ref: 'fuzz:pump-session-uaf', report: 'fuzz-1', bug: 'pump-session-uaf', proof: 'close-while-queued' },
  { ref: 'fuzz:quay-asn1-overread', report: 'fuzz-1', bug: 'quay-asn1-overread', proof: 'cut-length' },
  { ref: 'fuzz:pump-rows-wrap', report: 'fuzz-2', bug: 'pump-rows-wrap', proof: 'many-rows' },
  { ref: 'fuzz:pump-twice-freed', report: 'fuzz-2', bug: 'pump-twice-freed', proof: 'refused-schedule' },
  // Another input, the same two functions: proposed, never merged by itself.
  {
    ref: 'lab-b:pump-twice-freed',
    report: 'lab-b-proofs',
    bug: 'pump-twice-freed',
    title: 'Reloading a broken schedule twice ends in a double free',
    text: 'Both the reader and the reload path believe that they own the rows.',
    proof: 'reload-twice',
  },
  { ref: 'fuzz:lantern-share-uaf', report: 'fuzz-2', bug: 'lantern-share-uaf', proof: 'remove-while-listing' },
  { ref: 'fuzz:quay-deep-der', report: 'fuzz-2', bug: 'quay-deep-der', proof: 'nested' },
  { ref: 'fuzz:pump-peer-null', report: 'fuzz-3', bug: 'pump-peer-null', proof: 'reply-to-nobody' },
  { ref: 'fuzz:lantern-xattr-read', report: 'fuzz-3', bug: 'lantern-xattr-read', proof: 'no-end' },
  { ref: 'human:gate-token-compare', report: 'human-1', bug: 'gate-token-compare' },
  { ref: 'human:quay-name-check', report: 'human-2', bug: 'quay-name-check', proof: 'zero-in-name' },
  { ref: 'human:sheet-formula', report: 'human-3', bug: 'sheet-formula' },
];

/** The sightings in a report, in the order in which they stand there. */
export const sightingsIn = (report: Sighting['report']): readonly Sighting[] =>
  SIGHTINGS.filter((sighting) => sighting.report === report);
