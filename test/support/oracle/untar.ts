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
/** How far before its promised end a content is looked through for the next header. */
const TAIL_BYTES = 65_536;

interface Header {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Says whether bytes begin as a tar does. */
export function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

/** Says whether a header of a tar stands anywhere in some bytes. */
export function holdsHeader(bytes: Buffer): boolean {
  return new Walk(bytes).nextHeader(0) !== null;
}

/**
 * Reads a tar in blocks of 512 bytes:
 * - after an end mark whatever follows is read on, for tars are concatenated, but a single block of zeros, or more of
 *   them between two files of one folder, hide something;
 * - where a header should stand and none with a right checksum does, the next one goes on: in a whole number of blocks
 *   from there, else anywhere; but anywhere if a member of the archive's folder comes before those;
 * - a content ends at the first header in its last 64 KiB, found in the same way, where neither a header nor an end mark
 *   stands behind it, or where a header begins in it and reaches beyond its end. It does not where it begins with a
 *   header; and where one stands right behind it, only a header at the beginning of a block counts.
 */
export function untarExactly(bytes: Buffer): Untarred {
  return new Walk(bytes).all();
}

class Walk {
  readonly #files: TarFile[] = [];
  readonly #damage: string[] = [];
  #odd = false;
  #longName: string | null = null;
  /** The long name of GNU that is intact: programs write its start into the member's header too. */
  #gnuName: string | null = null;
  /** Types of the extensions since the last member. */
  #types = '';
  /** The first name of the archive that is being read. */
  #first: string | null = null;
  #zeros = 0;

  constructor(readonly bytes: Buffer) {}

  all(): Untarred {
    let [at, marked] = [0, false];
    while (at < this.bytes.length) {
      const header = this.#headerAt(at);
      if (header === 'zeros') {
        this.#forget();
        this.#zeros++;
        marked = true;
        at += BLOCK_BYTES;
        continue;
      }
      marked = false;
      if (header !== null) at = this.#take(header, at);
      else at = this.#skip('no header where one should be', at);
    }
    if (!marked) this.#damage.push('no end mark');
    return { files: this.#files, damage: this.#damage, odd: this.#odd };
  }

  #skip(what: string, at: number): number {
    this.#damage.push(what);
    this.#forget();
    this.#zeros = 0;
    const next = this.nextHeader(at, at + 1);
    const all = this.#headersIn(at + 1, next ?? at + 1);
    const isShifted = all.some((header) => this.#isOwn(this.#nameAt(header)));
    return (isShifted ? all[0] : next) ?? this.bytes.length;
  }

  #isOwn(name: string): boolean {
    const top = topOf(this.#first ?? '');
    return top === '' || topOf(name) === top;
  }

  /** The name in a header, or in the next one if it tells only of that. */
  #nameAt(at: number): string {
    const header = this.#headerAt(at);
    if (header === null || header === 'zeros') return '';
    if (!'LKNxg'.includes(header.type)) return header.name;
    const next = this.#headerAt(at + BLOCK_BYTES + roundedUp(header.size));
    return next === null || next === 'zeros' ? header.name : next.name;
  }

  /** Takes a member and gives where the next one begins. */
  #take(header: Header, at: number): number {
    const start = at + BLOCK_BYTES;
    const behind = start + roundedUp(header.size);
    if ('LKNxg'.includes(header.type)) {
      const isCut = behind + BLOCK_BYTES > this.bytes.length && this.nextHeader(at, at + 1) === null;
      if (isCut) return this.bytes.length;
      if (!this.#isHeader(behind)) return this.#skip('a name without a member', at);
      this.#readExtension(header.type, this.bytes.subarray(start, start + header.size));
      return behind;
    }
    const field = textOf(this.bytes.subarray(at, at + 100));
    const isOther = Buffer.byteLength(field) <= 96 && this.#gnuName?.startsWith(field) === false;
    if (isOther) {
      this.#damage.push('a long name of another member');
      this.#forget();
    }
    this.#endZeros(this.#longName ?? header.name);
    if ('123456'.includes(header.type)) {
      this.#forget();
      return start;
    }
    const end = this.#endOf(start, header.size);
    const promised = start + header.size;
    const content = this.bytes.subarray(start, Math.min(end, promised));
    if (end < behind || content.length < header.size) this.#damage.push('member cut');
    this.#read(header, content, content.length === header.size);
    return end;
  }

  /** Gives where a content ends with its padding, or where the next header stands before that. */
  #endOf(start: number, size: number): number {
    const promised = start + size;
    const behind = start + roundedUp(size);
    if (size >= BLOCK_BYTES && this.#isHeader(start)) return behind;
    const isEnd =
      behind === this.bytes.length || (behind < this.bytes.length && this.#headerAt(behind) !== null);
    const isExpected = this.#isHeader(behind);
    const across = this.#headersIn(Math.max(start, promised - BLOCK_BYTES + 1), behind).filter(
      (at) => !isExpected || (at - start) % BLOCK_BYTES === 0,
    );
    const inPadding = promised <= this.bytes.length && behind > this.bytes.length;
    if ((isEnd || inPadding) && across.length === 0) return behind;
    const tail = Math.max(start, behind + BLOCK_BYTES - TAIL_BYTES);
    return this.nextHeader(tail, tail, behind) ?? behind;
  }

  #endZeros(name: string): void {
    const [zeros, first] = [this.#zeros, this.#first];
    this.#zeros = 0;
    this.#first ??= name;
    if (zeros === 0) return;
    const [top, of] = [topOf(name), topOf(first ?? '')];
    const begins =
      first !== null && (name === first || (of !== '' && (top !== of || stepsOf(name).length === 1)));
    if (zeros === 1) this.#damage.push('one block of zeros');
    else if (!begins) this.#damage.push('zeros between the members of an archive');
    else this.#first = name;
  }

  #forget(): void {
    this.#longName = null;
    this.#gnuName = null;
    this.#types = '';
  }

  #readExtension(type: string, content: Buffer): void {
    const name = this.#nameIn(type, content);
    if (this.#types.includes(type) || (name !== null && (this.#longName ?? name) !== name)) {
      this.#damage.push('two extensions of one member');
      this.#forget();
    }
    if (type !== 'g') this.#types += type;
    this.#longName = name ?? this.#longName;
    if (type === 'L') this.#gnuName = content.toString('utf8').replace(/\0+$/, '') === name ? name : null;
  }

  /** The name of the next member, null where the extension gives none. */
  #nameIn(type: string, content: Buffer): string | null {
    if ('xg'.includes(type)) {
      const path = this.#pathOf(content);
      return type === 'x' ? path : null;
    }
    const name = this.#mended(content.subarray(0, 1 + content.findLastIndex((byte) => byte !== 0)));
    return type === 'K' || name === '' ? null : name;
  }

  /** A name is text without zeros. What is none is damage, and the rest of it still a name. */
  #mended(name: Buffer): string {
    const text = name.toString('utf8');
    if (name.length > 0 && !text.includes('\0') && Buffer.from(text).equals(name)) return text;
    this.#damage.push('no name');
    return name.toString('latin1').replace(/[\0\u0080-\u00ff]/g, '_');
  }

  #read({ name, type }: Header, content: Buffer, whole: boolean): void {
    const full = this.#longName ?? name;
    this.#forget();
    if (type === 'M') this.#damage.push('a file from another volume');
    if (type !== 'S') this.#files.push({ name: full, content, whole });
    else if (/vmware(-\d+)?\.log/.test(full)) this.#damage.push('a sparse log');
  }

  /** Gives the first header from `from` on and before `to`: a whole number of blocks behind `start` before anywhere else. */
  nextHeader(start: number, from = start, to = this.bytes.length): number | null {
    const all = this.#headersIn(from, to);
    return all.find((at) => (at - start) % BLOCK_BYTES === 0) ?? all[0] ?? null;
  }

  /** Gives where headers begin in a range; one that tells only of the next is none where no next one follows. */
  #headersIn(from: number, to: number): number[] {
    const found: number[] = [];
    for (let mark = this.bytes.indexOf('ustar', from + 257); mark !== -1; ) {
      const at = mark - 257;
      if (at >= to) break;
      const header = this.#headerAt(at);
      if (header !== null && header !== 'zeros') {
        const behind = at + BLOCK_BYTES + roundedUp(header.size);
        const leads = behind + BLOCK_BYTES > this.bytes.length || this.#isHeader(behind);
        if (leads || !'LKNxg'.includes(header.type)) found.push(at);
      }
      mark = this.bytes.indexOf('ustar', mark + 1);
    }
    return found;
  }

  #isHeader(at: number): boolean {
    const header = at + BLOCK_BYTES <= this.bytes.length ? this.#headerAt(at) : null;
    return header !== null && header !== 'zeros';
  }

  /** The path in the records of a PAX header, null where there is none; a record that is none is damage. */
  #pathOf(records: Buffer): string | null {
    let path: string | null = null;
    for (let at = 0; at < records.length; ) {
      const length = /^(\d{1,9}) /.exec(records.toString('latin1', at, at + 10))?.[1];
      const end = at + Number(length);
      const [, key = '', value = null] =
        /^\d+ ([^=]*)=(.*)\n$/s.exec(records.toString('latin1', at, end)) ?? [];
      if (length === undefined || end > records.length || value === null) {
        this.#damage.push('no PAX record');
        return path;
      }
      if (key === 'path') path = this.#mended(Buffer.from(value, 'latin1')) || path;
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

function roundedUp(size: number): number {
  return BLOCK_BYTES * Math.ceil(size / BLOCK_BYTES);
}

/** The steps of a path, without those that mean nothing. */
function stepsOf(name: string): string[] {
  return name.split('/').filter((step) => step !== '' && step !== '.');
}

/** The folder at the top of an archive that a member stands in, or is. */
function topOf(name: string): string {
  const steps = stepsOf(name);
  return steps.length > 1 || name.endsWith('/') ? (steps[0] ?? '') : '';
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
