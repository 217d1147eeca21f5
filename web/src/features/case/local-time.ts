// Between an instant and the wall clock of a zone, for <input type="datetime-local">.

/** "2026-11-22T10:30" in the zone. '' where the zone is not known. */
export function toLocal(instant: string, zone: string): string {
  const parts = partsIn(Date.parse(instant), zone);
  return parts ? `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}` : '';
}

/** The instant at which the zone's clock shows `local`; undefined for what is no time or no zone. Where the clock jumps
    forward past it, the moment after the jump; where it shows it twice, the first. */
export function fromLocal(local: string, zone: string): string | undefined {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc) || !partsIn(asUtc, zone)) return undefined;
  const earlier = asUtc - offset(asUtc - 86_400_000, zone);
  const later = asUtc - offset(asUtc + 86_400_000, zone);
  const fits = [earlier, later].filter((t) => toLocal(new Date(t).toISOString(), zone) === local);
  const chosen = fits.length > 0 ? Math.min(...fits) : Math.max(earlier, later);
  return new Date(chosen).toISOString();
}

/** How far the zone's clock is ahead of UTC at a moment, in milliseconds. */
function offset(at: number, zone: string): number {
  const local = toLocal(new Date(at).toISOString(), zone);
  return Date.parse(`${local}:00Z`) - Math.floor(at / 60_000) * 60_000;
}

function partsIn(at: number, zone: string): Record<string, string> | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    return Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]));
  } catch {
    return undefined; // not a zone
  }
}
