import { MAX_LINE_BYTES, NEWLINE } from '../model/line.js';
import { visible } from '../model/text.js';
import type { Chunks } from './inventory-file.js';

/** Bytes of a file that are looked at: the largest of these files are a few MiB. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Gives the lines of a file as bytes of their own, without their ends, cut at 64 KiB; `end` may be another byte. */
export async function* linesOf(chunks: Chunks, end = NEWLINE): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of beginning(chunks)) {
    let from = 0;
    for (let at = chunk.indexOf(end); at !== -1; at = chunk.indexOf(end, from)) {
      yield extended(rest, chunk.subarray(from, at));
      rest = Buffer.alloc(0);
      from = at + 1;
    }
    rest = extended(rest, chunk.subarray(from));
  }
  if (rest.length > 0) yield rest;
}

/** Gives the lines of a file of UTF-8 text without what ends them. */
export async function* textLinesOf(chunks: Chunks, end = NEWLINE): AsyncGenerator<string> {
  for await (const line of linesOf(chunks, end)) yield line.toString('utf8').replace(/^\ufeff|\r$/g, '');
}

/** Gives the chunks of a file up to so many bytes as are looked at. */
export async function* beginning(chunks: Chunks): AsyncGenerator<Buffer> {
  let left = MAX_FILE_BYTES;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Makes a name or path that a file tells fit to be shown and compared; null where there is none. */
export function shown(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : visible(trimmed);
}

function extended(rest: Buffer, more: Buffer): Buffer {
  return Buffer.concat([rest, more.subarray(0, MAX_LINE_BYTES - rest.length)]);
}
