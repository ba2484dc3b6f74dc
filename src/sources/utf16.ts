import type { ByteStream } from './byte-stream.js';

/** Detects UTF-16 by its byte order mark; null if there is none. */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/** Converts UTF-16, as PowerShell and older Notepads write it, to UTF-8 without a byte order mark. Broken characters become U+FFFD. */
export async function* utf8From(
  chunks: ByteStream,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
