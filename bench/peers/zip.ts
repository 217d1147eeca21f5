// Writes the zip archives that OSV hands out per ecosystem and osv-scanner reads, in the 64-bit form where there are many files.
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

const STORED = 0;
const DEFLATED = 8;
/** Below this deflating gains nothing. */
const SMALL = 200;

/** Names are plain ASCII and unique; nothing is longer than 4 GB, and neither is the archive. */
export function writeZip(file: string, entries: Iterable<{ readonly name: string; readonly text: string }>): void {
  const handle = openSync(file, 'w');
  try {
    const directory: Buffer[] = [];
    let at = 0;
    for (const { name, text } of entries) {
      const plain = Buffer.from(text);
      const packed = plain.length > SMALL ? deflateRawSync(plain, { level: 6 }) : plain;
      const common = commonFields(plain, packed, Buffer.byteLength(name));
      const local = Buffer.concat([u32(0x04034b50), common, u16(0), Buffer.from(name), packed]);
      writeSync(handle, local);
      directory.push(Buffer.concat([u32(0x02014b50), u16(45), common, Buffer.alloc(12), u32(at), Buffer.from(name)]));
      at += local.length;
    }
    const central = Buffer.concat(directory);
    writeSync(handle, central);
    writeSync(handle, ending(directory.length, central.length, at));
  } finally {
    closeSync(handle);
  }
}

/** What the local header and the directory say alike: version, flags, method, time, sum, sizes, length of the name. */
const commonFields = (plain: Buffer, packed: Buffer, name: number): Buffer =>
  Buffer.concat([
    u16(45),
    u16(0),
    u16(packed === plain ? STORED : DEFLATED),
    u32(0x5b610000),
    u32(crc32(plain)),
    u32(packed.length),
    u32(plain.length),
    u16(name),
  ]);

function ending(count: number, size: number, at: number): Buffer {
  const record = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(count),
    u64(count),
    u64(size),
    u64(at),
  ]);
  const locator = Buffer.concat([u32(0x07064b50), u32(0), u64(at + size), u32(1)]);
  const many = Math.min(count, 0xffff);
  const last = Buffer.concat([u32(0x06054b50), u32(0), u16(many), u16(many), u32(size), u32(at), u16(0)]);
  return Buffer.concat([...(count >= 0xffff ? [record, locator] : []), last]);
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
