// Reasons as data: a code and what fills it in, so that a page, a mail and a test read the same conclusion. Codes are API:
// added, never renamed.

export const REASONS = {
  'shared-proof': 'Both have {what}.',
  'shared-alias': 'Both have {what}.',
  'shared-lineage': 'Both have {what}.',
  'shared-frames': 'Both have {what}.',
  'shared-symbol': 'Both have {what}.',
  'shared-place': 'Both have {what}.',
  'shared-file': 'Both have {what}.',
  'shared-title': 'Both have {what}.',
  'shared-fingerprint': 'Both have {what}.',
  'shared-proof-elsewhere': 'Both have {what}, for different targets or builds.',
  'common-key': '{count} findings of this target have it too, so it says less.',
  'other-family': 'One is {a}, the other {b}.',
  'other-crash': 'One crashes with {a}, the other with {b}.',
  'other-symbol': 'One is in {a}, the other in {b}.',
  'ambiguous-key': 'One report has several findings with {what}: it does not tell them apart, so it identifies none.',
  'mutual-patch': 'The patch of either stops the proof of the other ({runs} runs).',
  'one-way-patch':
    'The patch of one stops the proof of the other, but not the other way round: one contains the other.',
  'same-cause': 'Both came with commit {commit}, at the same faulty statement.',
  'same-code': 'Different tools mark the same code: same function, same class, overlapping lines.',
  person: '{person} decided it: {reason}',
  'fixed-still-crashes': 'The build with the fix of one still crashes on the proof of the other.',
  'disjoint-ranges': 'No version has both.',
  'after-fix': 'One is seen only after the fix of the other: it came back, or is another.',
  'other-root': 'Their faulty statements were found, and differ.',
  'settle-cross-patch': 'Run every proof against every patch: if each patch stops both proofs, they are one bug.',
  'settle-one-patch':
    'Run both proofs on the build with the patch that there is: if both stay silent, look for a patch of the other.',
  'settle-minimise': 'Minimise both proofs on one build and find the commit that brought each crash.',
  'settle-run': 'Run the one proof there is, and see whether it breaks at the place that the other names.',
  'settle-read': 'Read both places side by side: would one change to the code close both?',
  'settle-ask': 'Ask one of the finders for a place or a proof; then compare.',
  'settle-evidence': 'Read the evidence that holds them apart; undo it if it is wrong, then merge.',
} as const;

export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  readonly code: ReasonCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A reason with its sentence. */
export interface TextReason extends Reason {
  readonly text: string;
}

export const reason = (code: ReasonCode, params: Reason['params'] = {}): TextReason => ({
  code,
  params,
  text: renderReason({ code, params }),
});

/** The sentence. Params are foreign text: whoever shows it escapes it. */
export const renderReason = ({ code, params }: Reason): string =>
  REASONS[code].replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : '…'));
