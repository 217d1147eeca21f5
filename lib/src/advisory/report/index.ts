export type { KnownPart, ReceivedAttachment } from './attachments.ts';
export { frameClaim, isRuntimeFrame, normaliseSymbol } from './frame.ts';
export { REPORT_LIMITS, type ReportLimits } from './limits.ts';
export { type ReportOptions, readReport, readReportLines } from './read-report.ts';
export {
  REPORT_SCHEMA,
  type Report,
  type ReportFinding,
  reportSchema,
} from './schema.ts';
export { parseTrace } from './trace.ts';
