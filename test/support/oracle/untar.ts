/** A regular file of a tar. */
export interface TarFile {
  readonly name: string;
  readonly content: Buffer;
  /** Whether all that the header promises is there. */
  readonly whole: boolean;
}

/** What a tar gave. */
export interface Untarred {
  readonly files: readonly TarFile[];
  readonly damage: readonly string[];
  /** Some header is spelled so that readers may differ on it: nobody can say what must become of this tar. */
  readonly odd: boolean;
}

const BLOCK_BYTES = 512;

interface Header {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Says whether bytes begin as a tar does. */
export function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

/**
 * Reads a tar in blocks of 512 bytes:
 * - after an end mark whatever follows is read on, for tars are concatenated;
 * - where a header should stand and none with a right checksum does, the next block that is one goes on;
 * - a member that promises more than the archive has ends at the first block within it that is a header.
 */
export function untarExactly(bytes: Buffer): Untarred {
  return new Walk(bytes).all();
}

class Walk {
  readonly #files: TarFile[] = [];
  readonly #damage: string[] = [];
  #odd = false;
  #longName: string | null = null;

  constructor(readonly bytes: Buffer) {}

  all(): Untarred {
    let [at, marked] = [0, false];
    while (at < this.bytes.length) {
      const header = this.#headerAt(at);
      if (header === 'zeros') marked = true;
      else if (header !== null) {
        marked = false;
        at = this.#take(header, at);
        continue;
      } else this.#fail('no header where one should be');
      at += BLOCK_BYTES;
    }
    if (!marked) this.#fail('no end mark');
    return { files: this.#files, damage: this.#damage, odd: this.#odd };
  }

  #fail(what: string): void {
    this.#damage.push(what);
    this.#longName = null;
  }

  /** Takes a member and gives where the next one begins. */
  #take(header: Header, at: number): number {
    const start = at + BLOCK_BYTES;
    const promised = start + header.size;
    const end = promised <= this.bytes.length ? promised : this.#nextHeader(start);
    const content = this.bytes.subarray(start, end);
    if (end < promised) this.#damage.push('member cut');
    this.#read(header, content, end === promised);
    return end === promised ? start + BLOCK_BYTES * Math.ceil(header.size / BLOCK_BYTES) : end;
  }

  #read({ name, type }: Header, content: Buffer, whole: boolean): void {
    if (type === 'L') this.#longName = textOf(content);
    else if (type === 'x') this.#longName = this.#pathOf(content) ?? this.#longName;
    else if (type !== 'K' && type !== 'g') {
      if (['0', '\0', '7'].includes(type)) this.#files.push({ name: this.#longName ?? name, content, whole });
      this.#longName = null;
    }
  }

  #nextHeader(from: number): number {
    for (let at = from; at + BLOCK_BYTES <= this.bytes.length; at += BLOCK_BYTES) {
      const header = this.#headerAt(at);
      if (header !== null && header !== 'zeros') return at;
    }
    return this.bytes.length;
  }

  /** The path in the records of a PAX header, null where there is none; a record that is none is damage. */
  #pathOf(records: Buffer): string | null {
    let path: string | null = null;
    for (let at = 0; at < records.length; ) {
      const length = /^(\d{1,9}) /.exec(records.toString('latin1', at, at + 10))?.[1];
      const end = at + Number(length);
      if (length === undefined || end > records.length || records[end - 1] !== 10 || end <= at) {
        this.#damage.push('no PAX record');
        return path;
      }
      const [, key = '', value = ''] = /^\d+ ([^=]*)=(.*)\n$/s.exec(records.toString('utf8', at, end)) ?? [];
      if (key === 'path') path = value;
      else if (key !== 'mtime') this.#odd = true;
      at = end;
    }
    return path;
  }

  #headerAt(at: number): Header | 'zeros' | null {
    const block = this.bytes.subarray(at, at + BLOCK_BYTES);
    if (block.every((byte) => byte === 0)) return 'zeros';
    if (block.length < BLOCK_BYTES) return null;
    const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    const stated = block.toString('latin1', 148, 156);
    if (Number.parseInt(stated.trim(), 8) !== sum) {
      // A checksum right but for how it is spelled, or one of signed bytes.
      if (stated.replace(/[^0-7]/g, '') === sum.toString(8).padStart(6, '0')) this.#odd = true;
      return null;
    }
    const size = sizeOf(block.subarray(124, 136));
    if (!isTar(block) || !/^ *[0-7]+[\0 ]*$/.test(stated) || size === null) {
      this.#odd = true;
      return null;
    }
    const prefix = block.toString('latin1', 263, 265) === '00' ? textOf(block.subarray(345, 500)) : '';
    const name = textOf(block.subarray(0, 100));
    return {
      name: prefix === '' ? name : `${prefix}/${name}`,
      type: block.toString('latin1', 156, 157),
      size,
    };
  }
}

/** A size as tar programs write it, null for any other spelling. */
function sizeOf(field: Buffer): number | null {
  if (field[0] === 0x80) return Number(BigInt(`0x${field.subarray(1).toString('hex')}`));
  const digits = /^ *([0-7]+)[\0 ]*$/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 8);
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}
