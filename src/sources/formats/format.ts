import type { Instant } from '../../model/units.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteStream } from '../byte-stream.js';
import type { ReadError } from '../read-error.js';

/** A file inside an archive, or an error that does not end the archive. */
export type Step = Member | ReadError;

/** A regular file inside an archive. Its chunks must be read, or left, before the next step is requested. */
interface Member {
  readonly name: string;
  readonly modifiedAt: Instant | null;
  /** Its size in bytes as the archive says, or null. */
  readonly size: number | null;
  /** Its first bytes (512, or all of a shorter file); absent if they are not at hand. */
  readonly head?: Buffer;
  readonly chunks: ByteStream;
  /** Absent if the bytes can be read only once. */
  readonly reread?: Reread | undefined;
}

/** A file that can be read by position. */
export interface FileAccess {
  /** Its size in bytes. */
  readonly size: number;
  /** Reads `length` bytes from byte `from`, fewer if the file ends before. */
  readonly read: (from: number, length: number) => ByteStream;
}

/** Reads the same bytes again, from byte `from`. */
export type Reread = (from: number) => ByteStream;

/** The bytes of a container, and the file whose whole content they are, or null. */
export interface Source {
  readonly reader: ByteReader;
  readonly file: FileAccess | null;
  /** Absent if the bytes can be read only once, as on a pipe. */
  readonly reread?: Reread | undefined;
}

/** A container format, detected by its first bytes. */
export type Format =
  /** Holds byte streams without names. Each must be read, or left, before the next is requested. */
  | (Recognised & {
      readonly kind: 'wrapper';
      readonly streams: (source: Source) => AsyncIterable<ByteStream>;
    })
  /** Holds named members. */
  | (Recognised & {
      readonly kind: 'archive';
      /** Whether it compresses its members. */
      readonly inflates: boolean;
      readonly steps: (source: Source) => AsyncIterable<Step>;
    })
  /** Known, but not read. */
  | (Recognised & { readonly kind: 'refused'; readonly advice: string });

interface Recognised {
  readonly name: string;
  /** Whether a file with these first bytes (512, or all of a shorter file) has this format. */
  readonly matches: (head: Buffer) => boolean;
}
