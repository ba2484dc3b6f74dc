// tar-stream takes what it can of a damaged long name or PAX header and does not say so. Some PAX lengths keep it busy
// for ever.
import { isUtf8 } from 'node:buffer';

/**
 * Mends the content of a header that tells of the next member (GNU's long names and links, PAX) in place, so that
 * tar-stream takes of it what is left. Says whether there was nothing to mend.
 */
export function mendExtension(type: string, content: Buffer): boolean {
  return 'xg'.includes(type) ? mendRecords(content) : mendName(withoutEnd(content));
}

/** A long name ends with a zero byte, and may be padded with more. */
function withoutEnd(content: Buffer): Buffer {
  let end = content.length;
  while (content[end - 1] === 0) end--;
  return content.subarray(0, end);
}

/** What is no text becomes `_`. An empty name is left to tar-stream, which keeps that of the member's own header. */
function mendName(name: Buffer): boolean {
  if (isUtf8(name) && !name.includes(0)) return name.length > 0;
  for (const [at, byte] of name.entries()) if (byte === 0 || byte > 0x7f) name[at] = UNDERSCORE;
  return false;
}

const UNDERSCORE = 0x5f;

const LINE_END = 0x0a;

/** Records are `LENGTH KEY=VALUE` with a line's end, all of which the length counts (POSIX.1-2001). */
function mendRecords(content: Buffer): boolean {
  let isSound = true;
  for (let at = 0; at < content.length; ) {
    const record = content.subarray(at, at + recordLength(content.subarray(at)));
    const equals = record.indexOf('=');
    const key = record.toString('utf8', record.indexOf(' ') + 1, equals);
    const value = record.subarray(equals + 1, -1);
    if (record.length === 0 || (key === 'size' && !/^\d{1,15}$/.test(value.toString('latin1')))) {
      // Here tar-stream ends.
      content.fill(0, at);
      return false;
    }
    if (['path', 'linkpath'].includes(key) && !mendName(value)) isSound = false;
    at += record.length;
  }
  return isSound;
}

/** Gives the length of the record at the beginning of some bytes, 0 where there is none. */
function recordLength(bytes: Buffer): number {
  const length = Number(/^(\d{1,9}) /.exec(bytes.toString('latin1', 0, 10))?.[1]);
  const equals = bytes.indexOf('=');
  return equals !== -1 && equals < length - 1 && bytes[length - 1] === LINE_END ? length : 0;
}
