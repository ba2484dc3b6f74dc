import { crc32, deflateRawSync } from 'node:zlib';
import { Builder, type Built } from './built.js';

const HAS_NAME = 8;

/** Compresses bytes as one gzip member, without a time; with the name that it had if one is given. */
export function gzipBytes(content: string | Buffer, name = '', level = 9): Built {
  const builder = new Builder();
  const bytes = Buffer.from(content);
  const fixed = Buffer.from([0x1f, 0x8b, 8, name === '' ? 0 : HAS_NAME, 0, 0, 0, 0, 0, 3]);
  builder.add('header', Buffer.concat([fixed, Buffer.from(name === '' ? '' : `${name}\0`)]), name);
  builder.add('content', deflateRawSync(bytes, { level }), name);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  builder.add('trailer', trailer, name);
  return builder.built();
}
