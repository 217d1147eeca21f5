import { Readable } from 'node:stream';
import { readReport } from '@leadtime/lib/advisory';
import { expect, it } from 'vitest';
import { LIMITS } from './limits.ts';

it.each([
  ['takes', 0],
  ['refuses', 1],
] as const)(
  'the limit of an attachment is the one that is stated: the reader %s one with %i byte more',
  async (verdict, over) => {
    const proof = { role: 'proof', name: 'proof.bin', mediaType: 'application/octet-stream' };
    const data = Buffer.alloc(LIMITS.attachmentBytes + over, 7).toString('base64');
    const report = {
      schema: 'leadtime.report/1',
      findings: [{ title: 'A finding', target: { purl: 'pkg:npm/a@1.0.0' }, attachments: [{ ...proof, data }] }],
    };
    const events: string[] = [];
    const bytes = Buffer.from(JSON.stringify(report));
    for await (const event of readReport(() => Readable.from([bytes])))
      events.push(event.kind === 'problem' ? `${event.problem.code} ${event.problem.path}` : event.kind);
    expect(events).toEqual(
      verdict === 'takes' ? ['finding', 'end'] : ['input.too-large /findings/0/attachments/0/data', 'end'],
    );
  },
);
