// What the administrator chose about a feed, as it is kept.
import { z } from 'zod';

const Settings = z.object({
  ecosystems: z.array(z.string()).default([]),
  /** By the names of addresses in the table of feeds. */
  mirrors: z.record(z.string(), z.string()).default({}),
});
export type Settings = z.infer<typeof Settings>;

export const readSettings = (kept: unknown): Settings => Settings.catch({ ecosystems: [], mirrors: {} }).parse(kept);
