// An advisory in our own form, for what OSV cannot say (a vendor's product, what is not affected). It comes signed by an instance that is
// trusted, and is checked all the same: everything that matching reads must have the shape that it expects.
import type { Advisory } from '@leadtime/lib/advisory';
import { z } from 'zod';

const event = z.union([
  z.strictObject({ introduced: z.string() }),
  z.strictObject({ fixed: z.string() }),
  z.strictObject({ lastAffected: z.string() }),
  z.strictObject({ limit: z.string() }),
]);
const texts = z.array(z.string()).readonly();
const entry = z.object({
  ecosystem: z.string(),
  name: z.string(),
  vendor: z.string().exactOptional(),
  purl: z.string().exactOptional(),
  ranges: z.array(z.object({ type: z.enum(['SEMVER', 'ECOSYSTEM', 'GIT']), events: z.array(event) })),
  versions: texts,
  author: z.string().exactOptional(),
  cpes: texts.exactOptional(),
  hashes: z.array(z.object({ algorithm: z.string(), value: z.string() })).exactOptional(),
  context: texts.exactOptional(),
  limitedTo: texts.exactOptional(),
  unread: texts.exactOptional(),
});
const model = z.object({
  id: z.string(),
  aliases: texts,
  related: texts,
  upstream: texts,
  summary: z.string(),
  details: z.string(),
  modified: z.string(),
  vectors: texts,
  weaknesses: texts,
  affected: z.array(entry),
  unaffected: z.array(entry.extend({ because: z.enum(['fixed', 'not_affected']) })).exactOptional(),
  undecided: z.array(entry).exactOptional(),
  references: z.array(z.object({ type: z.string(), url: z.string() })),
  credits: texts,
  informational: z.boolean(),
  publisher: z.string().exactOptional(),
});

/** undefined: it is none. */
export function readModel(value: unknown): Advisory | undefined {
  const parsed = model.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
