/** What a range of an archive's bytes is. */
export type PartKind = 'header' | 'content' | 'padding' | 'trailer' | 'directory' | 'end';

/** A range of an archive's bytes: `from` is the first, `to` the one after the last. */
export interface Part {
  readonly kind: PartKind;
  readonly from: number;
  readonly to: number;
  /** The member that it belongs to, empty for what belongs to the whole archive. */
  readonly of: string;
}

/** An archive and what each of its bytes is, so that a test can damage what it means to damage. */
export interface Built {
  readonly bytes: Buffer;
  readonly parts: readonly Part[];
}

/** Puts an archive together from its parts; those without bytes are left out. */
export class Builder {
  readonly #pieces: Buffer[] = [];
  readonly #parts: Part[] = [];
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  add(kind: PartKind, bytes: Buffer, of = ''): void {
    if (bytes.length === 0) return;
    this.#parts.push({ kind, from: this.#length, to: this.#length + bytes.length, of });
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  built(): Built {
    return { bytes: Buffer.concat(this.#pieces), parts: this.#parts };
  }
}

/** Gives one archive after the other, each with its own parts. */
export function concatenated(archives: readonly Built[]): Built {
  const builder = new Builder();
  for (const { bytes, parts } of archives)
    for (const { kind, from, to, of } of parts) builder.add(kind, bytes.subarray(from, to), of);
  return builder.built();
}
