import type { Instant } from '../../model/units.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteStream } from '../byte-stream.js';
import type { ReadError } from '../read-error.js';

/** A file inside an archive, or an error that does not end the archive. */
export type Step = Member | ReadError;

/** A regular file inside an archive. Its bytes must be read, or left, before the next step is asked for. */
interface Member {
  readonly name: string;
  readonly modifiedAt: Instant | null;
  /** How many bytes it says it has, null where it does not say. */
  readonly size: number | null;
  /** Its first bytes (512, or all of a shorter file); absent if they are not at hand. */
  readonly head?: Buffer;
  readonly chunks: ByteStream;
  /** Absent where the bytes pass only once. */
  readonly reread?: Reread | undefined;
}

/** A file that can be read by position. */
export interface FileAccess {
  /** Its size in bytes. */
  readonly size: number;
  /** Gives `length` bytes from byte `from` on, fewer where the file ends. */
  readonly read: (from: number, length: number) => ByteStream;
}

/** Gives bytes that were read before once more, from byte `from` on. */
export type Reread = (from: number) => ByteStream;

/** Bytes to be read, and the file that they come from where they are all of one. */
export interface Source {
  readonly reader: ByteReader;
  readonly file: FileAccess | null;
  /** Absent where the bytes pass only once, as on a pipe. */
  readonly reread?: Reread | undefined;
}

/** What a file can be wrapped in, told by its first bytes. */
export type Format =
  /** Holds streams of bytes without names; each must be read, or left, before the next is asked for. */
  | (Recognised & {
      readonly kind: 'wrapper';
      readonly streams: (source: Source) => AsyncIterable<ByteStream>;
    })
  /** Holds named members. */
  | (Recognised & {
      readonly kind: 'archive';
      /** Whether members are compressed in it. */
      readonly inflates: boolean;
      readonly steps: (source: Source) => AsyncIterable<Step>;
    })
  /** Known, but not read. */
  | (Recognised & { readonly kind: 'refused'; readonly advice: string });

interface Recognised {
  readonly name: string;
  /** Says whether a file that begins with these bytes (512, or all of a shorter file) is of the format. */
  readonly matches: (head: Buffer) => boolean;
}
