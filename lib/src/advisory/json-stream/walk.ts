// Walks a JSON document of any size in bounded memory and delivers the parts that were asked for.
import type { JsonEvent, JsonLimits } from './events.ts';
import type { PlanNode } from './plan.ts';
import { JsonWalker } from './walker.ts';

/** How many bytes are scanned at once: what they complete is held in memory together. */
const SLICE = 256 * 1024;

/**
 * Yields the events of each slice of input as one batch, in document order. Reading stops after a fatal problem.
 * Memory: one slice with what it completed, and one wanted value.
 */
export async function* walkJson(
  bytes: AsyncIterable<Uint8Array>,
  plan: PlanNode,
  limits: Partial<JsonLimits> = {},
): AsyncGenerator<readonly JsonEvent[]> {
  const walker = new JsonWalker(plan, limits);
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      const events = walker.push(chunk.subarray(from, from + SLICE));
      if (events.length > 0) yield events;
      if (walker.broken) return;
    }
  }
  yield walker.end();
}
