import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Members of an archive in their order: name and content. */
export type Members = readonly (readonly [string, string | Buffer])[];

const PACKED_AT = new Date('2024-06-01T00:00:00Z');

/** Packs a tar. */
export async function tarOf(members: Members): Promise<Buffer> {
  const packer = pack();
  for (const [name, content] of members) packer.entry({ name, mtime: PACKED_AT }, Buffer.from(content));
  packer.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of packer) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Packs a gzipped tar. */
export async function tgzOf(members: Members): Promise<Buffer> {
  return gzipSync(await tarOf(members));
}

/** Compresses a file as several gzip members that follow each other. */
export function gzipInParts(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts.map((part) => gzipSync(part)));
}
