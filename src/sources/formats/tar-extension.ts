// Checks long names and PAX attributes before tar-stream reads them: it reads damaged ones without an error, and loops for ever
// on some lengths.
import { isUtf8 } from 'node:buffer';
import { SHORT_NAME_BYTES, shortNameOf } from './tar-block.js';

const LONG_NAME = 'L';
const LONG_LINK = 'K';

/** An extension as it was read. */
export interface Extension {
  readonly type: string;
  readonly isSound: boolean;
  /** The name of its member; null if it says none, or not soundly. */
  readonly name: Buffer | null;
}

/** The extensions that were read since the last member: they are of the next one. */
export class WaitingExtensions {
  readonly #types = new Set<string>();
  #name: Buffer | null = null;
  #longName: Buffer | null = null;

  /** Whether one more may be of the same member: no type comes twice, and no second name. */
  mayBeWith({ type, name }: Extension): boolean {
    if (this.#types.has(type)) return false;
    return name === null || this.#name === null || this.#name.equals(name);
  }

  add({ type, name }: Extension): void {
    this.#types.add(type);
    this.#name = name ?? this.#name;
    if (type === LONG_NAME) this.#longName = name;
  }

  /**
   * Whether they may be of the member with this header. Programs write the start of a long name into the header too: 100
   * bytes of it, or a few less if the last character would be cut. PAX promises nothing of the kind.
   */
  mayBeOf(header: Buffer): boolean {
    const name = shortNameOf(header);
    if (this.#longName === null || name.length > SHORT_NAME_BYTES - LONGEST_CHARACTER) return true;
    return this.#longName.subarray(0, name.length).equals(name);
  }

  clear(): void {
    this.#types.clear();
    this.#name = null;
    this.#longName = null;
  }
}

/** Bytes of the longest character in UTF-8. */
const LONGEST_CHARACTER = 4;

/**
 * Repairs the content of an extension (GNU long name or link, PAX attributes) in place, so that tar-stream reads what is left
 * of it. Returns what it says.
 */
export function mendExtension(type: string, content: Buffer): Extension {
  if ('xg'.includes(type)) return { type, ...mendRecords(content) };
  const name = withoutEnd(content);
  const isSound = mendName(name);
  return { type, isSound, name: isSound && type !== LONG_LINK ? name : null };
}

/** A long name ends with a zero byte, or several. */
function withoutEnd(content: Buffer): Buffer {
  let end = content.length;
  while (content[end - 1] === 0) end--;
  return content.subarray(0, end);
}

/** Bytes that are no text become `_`. For an empty name, tar-stream uses the one in the member's header. */
function mendName(name: Buffer): boolean {
  if (isUtf8(name) && !name.includes(0)) return name.length > 0;
  for (const [at, byte] of name.entries()) if (byte === 0 || byte > 0x7f) name[at] = UNDERSCORE;
  return false;
}

const UNDERSCORE = 0x5f;

const LINE_END = 0x0a;

/** A record is `LENGTH KEY=VALUE` and a newline; the length counts all of it (POSIX.1-2001). */
function mendRecords(content: Buffer): Omit<Extension, 'type'> {
  let isSound = true;
  let name: Buffer | null = null;
  for (let at = 0; at < content.length; ) {
    const record = content.subarray(at, at + recordLength(content.subarray(at)));
    const equals = record.indexOf('=');
    const key = record.toString('utf8', record.indexOf(' ') + 1, equals);
    const value = record.subarray(equals + 1, -1);
    if (record.length === 0 || (key === 'size' && !/^\d{1,15}$/.test(value.toString('latin1')))) {
      // Zeros end the records for tar-stream.
      content.fill(0, at);
      return { isSound: false, name: null };
    }
    if (['path', 'linkpath'].includes(key) && !mendName(value)) isSound = false;
    if (key === 'path') name = value;
    at += record.length;
  }
  return { isSound, name: isSound ? name : null };
}

/** The length of the record at the start of the bytes; 0 if there is none. */
function recordLength(bytes: Buffer): number {
  const length = Number(/^(\d{1,9}) /.exec(bytes.toString('latin1', 0, 10))?.[1]);
  const equals = bytes.indexOf('=');
  return equals !== -1 && equals < length - 1 && bytes[length - 1] === LINE_END ? length : 0;
}
