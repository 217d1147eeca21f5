// Attachments of a report: bytes become digests in the claim and go to the caller, who keeps them encrypted.
import { digestOf, type ProblemCode } from '../../kit/index.ts';
import type { AttachmentClaim, AttachmentRole } from '../finding-model.ts';
import type { ReportAttachment } from './schema.ts';

/** Bytes that came inside the report. */
export interface ReceivedAttachment {
  readonly role: AttachmentRole;
  readonly name: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** A part that was sent beside the report and is already kept. */
export interface KnownPart {
  readonly size: number;
}

export interface AttachmentRead {
  readonly claim: AttachmentClaim;
  /** Absent where the bytes are those of a known part. */
  readonly received?: ReceivedAttachment;
}

export type AttachmentFault = {
  readonly code: ProblemCode;
  readonly field: 'data' | 'digest';
  readonly detail: string;
};

export function readAttachment(
  { role, name, mediaType, data, digest }: ReportAttachment,
  maxBytes: number,
  parts: ReadonlyMap<string, KnownPart> | undefined,
): AttachmentRead | AttachmentFault {
  if (data === undefined) {
    const part = digest === undefined ? undefined : parts?.get(digest);
    if (digest === undefined || !part)
      return {
        code: 'reference.dangling',
        field: 'digest',
        detail: 'no part with this digest was sent beside the report',
      };
    return { claim: { role, name, mediaType, digest, size: part.size } };
  }
  if (data.length > Math.ceil(maxBytes / 3) * 4)
    return {
      code: 'input.too-large',
      field: 'data',
      detail: `more than ${maxBytes} bytes: send it as a part beside the report`,
    };
  const bytes = decodeBase64(data);
  if (!bytes)
    return {
      code: 'field.value',
      field: 'data',
      detail: 'is not Base64 (RFC 4648 §4, with padding, without line breaks)',
    };
  if (bytes.length > maxBytes) return { code: 'input.too-large', field: 'data', detail: `more than ${maxBytes} bytes` };
  const actual = digestOf(bytes);
  if (digest !== undefined && digest !== actual)
    return { code: 'digest.mismatch', field: 'digest', detail: `the bytes have the digest ${actual}` };
  return {
    claim: { role, name, mediaType, digest: actual, size: bytes.length },
    received: { role, name, mediaType, digest: actual, bytes },
  };
}

/** Strict: what Buffer would skip in silence is refused, and the text must be the one canonical form of the bytes. */
function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
