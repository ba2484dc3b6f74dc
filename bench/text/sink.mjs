import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const FLUSH_AT = 1 << 20;

/** Opens a file that is written in large pieces, so that no file is ever held whole. */
export function openSink(path) {
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'w');
  let pending = '';
  let bytes = 0;
  const flush = () => {
    if (pending !== '') writeSync(fd, pending, null, 'latin1');
    pending = '';
  };
  return {
    /** The bytes so far; the text is ASCII, so characters are bytes. */
    get bytes() {
      return bytes;
    },
    write(text) {
      pending += text;
      bytes += text.length;
      if (pending.length >= FLUSH_AT) flush();
    },
    close() {
      flush();
      closeSync(fd);
    },
  };
}
