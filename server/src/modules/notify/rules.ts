// Who is told of what, and in which words: one row per event kind. A row names tiers of the event's wall; the relation
// `visibility` says who has that tier now. Two files apply it: know.ts (who) and words.ts (what).
import type { Action, NOTICE_EVENTS } from '@leadtime/contract';

export type NoticeEvent = (typeof NOTICE_EVENTS)[number];
export type Tier = 'owner' | 'coordinator' | 'finder' | 'maintainer' | 'delegate' | 'reader';

export interface Rule {
  /** Tiers that are told, the one first that counts when a party has several. Never `public`: that is everybody. */
  readonly tiers: readonly Tier[];
  /** Told only to the party that the event names in facts.party. */
  readonly onlyNamed?: true;
  /** Also told to the party whose own act it is (facts.by). */
  readonly ownActToo?: true;
  /** What a person must be allowed to do to read the notice: a party has people with other roles too. */
  readonly action: Action;
  /** What `{title}` stands for; it is foreign text, cut to one line. */
  readonly about: 'vulnerability' | 'advisory' | 'exposure' | 'duty' | 'nothing';
  readonly title: string;
  readonly body: string;
  /** Where one event stands for something other than usual: other words, by facts of the event. */
  readonly or?: { readonly when: 'withdrawn' | 'several'; readonly title: string; readonly body: string };
  /** Into the web application; `{subject}` is the event's. */
  readonly href: string;
  /** What leaves the house by webhook: fixed words, nothing foreign. */
  readonly plain: string;
}

const knowers: readonly Tier[] = ['owner', 'coordinator', 'maintainer', 'finder', 'reader'];

export const RULES: Readonly<Record<NoticeEvent, Rule>> = {
  'vulnerability.told': {
    tiers: ['maintainer'],
    action: 'vulnerability.read',
    about: 'vulnerability',
    title: 'A vulnerability in your project: {title}',
    body: 'The clearinghouse tells you of it. Look at the case and acknowledge it.',
    href: '/vulnerabilities/{subject}',
    plain: 'A vulnerability in your project was told to you.',
  },
  'case.message': {
    tiers: knowers,
    action: 'vulnerability.read',
    about: 'vulnerability',
    title: 'New message: {title}',
    body: 'Somebody wrote in the shared thread of this case.',
    href: '/cases/{subject}',
    plain: 'There is a new message in a case that you know of.',
  },
  'case.embargo': {
    tiers: ['coordinator', 'maintainer', 'finder'],
    action: 'vulnerability.read',
    about: 'vulnerability',
    title: 'Embargo changed: {title}',
    body: 'The day until which nobody publishes was set or moved. The case has the date and why.',
    href: '/cases/{subject}',
    plain: 'The embargo of a case that you know of has changed.',
  },
  'case.fix': {
    tiers: ['coordinator', 'finder'],
    action: 'vulnerability.read',
    about: 'vulnerability',
    title: 'A fix is ready: {title}',
    body: 'The maintainer says that a fix is ready. The advisory comes next.',
    href: '/cases/{subject}',
    plain: 'A fix is ready for a case that you know of.',
  },
  'advisory.published': {
    tiers: ['reader', 'owner'],
    action: 'public.read',
    about: 'advisory',
    title: 'Published: {title}',
    body: 'An advisory that you may read was published or revised.',
    or: { when: 'withdrawn', title: 'Withdrawn: {title}', body: 'The advisory was withdrawn. It says why.' },
    href: '/advisories/{subject}',
    plain: 'An advisory that you may read was published or revised.',
  },
  'exposure.new': {
    tiers: ['owner', 'delegate'],
    action: 'inventory.manage',
    about: 'exposure',
    title: 'An advisory reaches what {whose}: {title}',
    body: 'It matches a component of the inventory. Look at what must be done and by when.',
    or: {
      when: 'several',
      title: '{advisories} reach what {whose}',
      body: 'They match components of the inventory that was sent. Look at what must be done and by when.',
    },
    href: '/exposures{which}',
    plain: 'An advisory reaches a component of an inventory.',
  },
  'duty.due': {
    tiers: ['owner', 'delegate'],
    action: 'inventory.manage',
    about: 'duty',
    title: 'Due{on}: {title}',
    body: 'This is due. Say what was done, or what holds it up.',
    href: '/duties/{subject}',
    plain: 'Something that must be done is due.',
  },
  'report.read': {
    tiers: ['owner'],
    onlyNamed: true,
    action: 'report.submit',
    about: 'nothing',
    title: 'Your report was read: {findings}',
    body: 'See what became of each finding, and what could not be read{problems}.',
    href: '/reports/{subject}',
    plain: 'A report that you sent was read.',
  },
  'hold.expiring': {
    tiers: ['coordinator'],
    action: 'case.coordinate',
    about: 'vulnerability',
    title: 'A hold ends soon: {title}',
    body: 'What holds back telling the maintainer ends soon. Settle it, or set it anew with a reason.',
    href: '/vulnerabilities/{subject}',
    plain: 'A hold on telling a maintainer ends soon.',
  },
  'webhook.test': {
    tiers: ['owner'],
    onlyNamed: true,
    ownActToo: true,
    action: 'session.use',
    about: 'nothing',
    title: 'A test of your webhook',
    body: 'Somebody of your party asked for it. Nothing has happened.',
    href: '/settings?tab=webhooks',
    plain: 'This is a test. Nothing has happened.',
  },
};

export const isNoticeEvent = (kind: string): kind is NoticeEvent => Object.hasOwn(RULES, kind);
