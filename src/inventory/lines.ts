import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import split2 from 'split2';
import { MAX_LINE_BYTES } from '../model/line.js';
import { detached, visible } from '../model/text.js';
import type { Chunks } from './inventory-file.js';

/** Only this much of a file is read: the largest real ones are a few MiB. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Yields the lines of UTF-8 text without their ends, cut at 64 KiB, as each chunk completes them. `end` is one ASCII
 * character. A line can keep its whole chunk alive, so what is kept of it must be detached.
 */
export async function* textLinesOf(chunks: Chunks, end = '\n'): AsyncGenerator<readonly string[]> {
  for await (const lines of split(chunks, end)) yield lines.map((line) => line.replace(/^\ufeff|\r$/g, ''));
}

/** Yields lines as `textLinesOf` does, but decoded as Latin-1, one character a byte: for a file of unknown encoding. */
export function byteLinesOf(chunks: Chunks): AsyncGenerator<readonly string[]> {
  return split(chunks, '\n', 'latin1');
}

/** Pulls chunks one by one, and none after the reader has left: the walk goes on with the same stream. */
async function* split(
  chunks: Chunks,
  end: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): AsyncGenerator<readonly string[]> {
  let lines: string[] = [];
  const take = () => {
    const taken = lines;
    lines = [];
    return taken;
  };
  const splitter = split2(end, { maxLength: MAX_LINE_BYTES });
  splitter.on('data', (line: string) => lines.push(line));
  for await (const chunk of withShortLines(beginning(chunks), end)) {
    const text = encoding === 'utf8' ? chunk : chunk.toString(encoding);
    if (!splitter.write(text)) await once(splitter, 'drain');
    yield take();
  }
  splitter.end();
  await finished(splitter);
  yield take();
}

/** Cuts lines at 64 KiB. split2 would drop a longer line as a whole (skipOverflow) or fail. */
async function* withShortLines(chunks: Chunks, end: string): AsyncGenerator<Buffer> {
  /** The length so far of a line that continues in the next chunk. */
  let length = 0;
  for await (const chunk of chunks) {
    const kept: Buffer[] = [];
    let keptFrom = 0;
    for (let from = 0; from < chunk.length; ) {
      const found = chunk.indexOf(end, from);
      const to = found === -1 ? chunk.length : found;
      const limit = from + MAX_LINE_BYTES - length;
      if (to > limit) {
        kept.push(chunk.subarray(keptFrom, limit));
        keptFrom = to;
      }
      length = found === -1 ? length + Math.min(to, limit) - from : 0;
      from = to + 1;
    }
    yield Buffer.concat([...kept, chunk.subarray(keptFrom)]);
  }
}

/** Yields the first 32 MiB of a file. */
export async function* beginning(chunks: Chunks): AsyncGenerator<Buffer> {
  let left = MAX_FILE_BYTES;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Trims, escapes and detaches a name or path; null if it is empty. */
export function shown(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : detached(visible(trimmed));
}
