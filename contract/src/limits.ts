// How much may be sent. In a file without schemas: whoever checks a size before anything is sent does not wait for them.
import { REPORT_LIMITS } from '@leadtime/lib/advisory/report/limits.ts';

/** Limits, stated first. They are also served at /api/v1/limits. */
export const LIMITS = {
  reportBytes: 200 * 1024 * 1024,
  reportFindings: 1_000_000,
  /** One attachment as decoded: the reader's own limit. */
  attachmentBytes: REPORT_LIMITS.maxAttachmentBytes,
  partsPerBatch: 1_000,
  jsonBodyBytes: 1024 * 1024,
  inventoryBytes: 64 * 1024 * 1024,
  feedBytes: 4 * 1024 ** 3,
} as const;
