// What one report may have. Apart from the schema, so that who only states the limits does not carry it along.

export interface ReportLimits {
  /** One report as written, in bytes. */
  readonly maxBytes: number;
  /** A file of one report a line, in bytes. */
  readonly maxBatchBytes: number;
  /** One attachment, in bytes as decoded. */
  readonly maxAttachmentBytes: number;
  readonly maxDepth: number;
}

export const REPORT_LIMITS: ReportLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxBatchBytes: 200 * 1024 * 1024,
  maxAttachmentBytes: 4 * 1024 * 1024,
  maxDepth: 16,
};
