import type { ByteStream } from './byte-stream.js';

/** Gives the encoding that a byte order mark tells, null where there is none of UTF-16. */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/** Turns UTF-16, as PowerShell and the Notepad of old write it, into UTF-8 without its mark; what is broken becomes U+FFFD. */
export async function* utf8From(
  chunks: ByteStream,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
