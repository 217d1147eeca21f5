// What became of a finding, in words for the one who found it. Says that others found it too, never who.
export function became(f: {
  state: string;
  v_findings: number;
  v_finders: number;
  proof: string;
  rejected_reason: string | null;
  place: number | null;
  of: number | null;
}): string {
  const shared =
    f.v_finders > 1
      ? ` Others found it too (${f.v_finders} finders); you keep your credit and your time.`
      : f.v_findings > 1
        ? ' You sent it before; both are kept.'
        : '';
  switch (f.state) {
    case 'found':
      return `Waits for validation.${shared}`;
    case 'validated':
      return f.place !== null
        ? `Validated. Waits for the maintainer: place ${f.place} of ${f.of}.${shared}`
        : `Validated. Will be told to the maintainer.${shared}`;
    case 'rejected':
      return `Rejected: ${f.rejected_reason ?? 'see the case'}.${shared}`;
    case 'told':
      return `The maintainer was told.${shared}`;
    case 'fixed':
      return `A fix is ready.${shared}`;
    case 'published':
      return `Published.${shared}`;
    default:
      return `State ${f.state}.${shared}`;
  }
}
