import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import split2 from 'split2';
import { MAX_LINE_BYTES } from '../model/line.js';
import { detached, visible } from '../model/text.js';
import type { Chunks } from './inventory-file.js';

/** Bytes of a file that are looked at: the largest of these files are a few MiB. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Gives the lines of a file of UTF-8 text without what ends them, cut at 64 KiB, those that a chunk completes at a time;
 * `end` may be another character of ASCII. A line may keep its chunk alive: what is kept of it must be detached.
 */
export async function* textLinesOf(chunks: Chunks, end = '\n'): AsyncGenerator<readonly string[]> {
  for await (const lines of split(chunks, end)) yield lines.map((line) => line.replace(/^\ufeff|\r$/g, ''));
}

/** Gives the lines of a file as `textLinesOf` does, but a character a byte: for a file whose encoding is not known yet. */
export function byteLinesOf(chunks: Chunks): AsyncGenerator<readonly string[]> {
  return split(chunks, '\n', 'latin1');
}

/** Each chunk is done with before the next is asked for, and none is once the reader has left. */
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

/** Cuts lines at the limit: split2 itself drops a longer line as a whole or fails, as it is told. */
async function* withShortLines(chunks: Chunks, end: string): AsyncGenerator<Buffer> {
  /** Of the line that the last chunk did not end. */
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

/** Gives the chunks of a file up to so many bytes as are looked at. */
export async function* beginning(chunks: Chunks): AsyncGenerator<Buffer> {
  let left = MAX_FILE_BYTES;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Makes a name or path that a file tells fit to be shown, compared and kept; null where there is none. */
export function shown(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : detached(visible(trimmed));
}
