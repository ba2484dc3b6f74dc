import { LineSplitter, type TextLine } from '../lines/line-splitter.js';
import { detached } from '../model/detached.js';
import { visible } from '../model/text.js';
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
  const splitter = new LineSplitter(end, encoding);
  for await (const chunk of beginning(chunks)) yield textsOf(await splitter.push(chunk));
  yield textsOf(await splitter.rest());
}

function textsOf(lines: readonly TextLine[]): readonly string[] {
  return lines.map(({ text }) => text);
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
