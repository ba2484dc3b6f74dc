import type { DiagnosticKind } from '../model/diagnostic.js';
import { type Instant, instant, US_PER_MS } from '../model/units.js';

/** Bytes read or inflated at a time: zlib's default of 16 KiB halves the throughput. */
export const CHUNK_BYTES = 512 * 1024;

/** So many bytes are worth a thread of their own, and to be read at the same time as others. */
export const LARGE_BYTES = 8 * 1024 * 1024;

/** Enough of a file's beginning to tell what it is: one block of a tar. */
export const HEAD_BYTES = 512;

/**
 * A stream of bytes; whoever reads it has all that came before it throws. A chunk may be overwritten once the next
 * one is asked for: a file of a gigabyte then needs one buffer, not two thousand.
 */
export type ByteStream = AsyncIterable<Buffer>;

/** Gives the chunks of a generator that goes on when its reader leaves early. */
export function lent(chunks: AsyncGenerator<Buffer>): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
}

/** The end of what can be read of a source, before its proper end. */
export class Damage extends Error {
  constructor(
    readonly kind: DiagnosticKind,
    message: string,
    /** Whether all that was read of the same stream is in doubt, not only what is missing. */
    readonly spoils = false,
  ) {
    super(message);
  }
}

/** A stream that never throws: it ends where it is damaged, and then tells how. */
export interface Guarded {
  readonly chunks: AsyncGenerator<Buffer>;
  /** What ended the stream early, null where nothing did or it has not been read yet. */
  readonly damage: () => Damage | null;
}

/** Makes a damaged stream end instead of throwing, so that what came before the damage is read to its end. */
export function guard(chunks: ByteStream): Guarded {
  let damage: Damage | null = null;
  async function* guarded(): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      damage = damageOf(error);
    }
  }
  return { chunks: guarded(), damage: () => damage };
}

/** Takes an error of the system for the damage that it means; anything else is a bug and thrown again. */
export function damageOf(error: unknown): Damage {
  if (error instanceof Damage) return error;
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return new Damage('unreadable', `It cannot be read: ${reasonOf(String(error.code))}.`);
  }
  throw error;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES); run as a user who may read it, or copy it first',
  EPERM: 'permission denied (EPERM); run as a user who may read it, or copy it first',
  ENOENT: 'there is no such file or folder (ENOENT); check the path',
  ENOTDIR: 'part of the path is no folder (ENOTDIR); check the path',
  ELOOP: 'its symbolic links run in a circle (ELOOP)',
  EIO: 'the disk reports a read error (EIO); copy it from elsewhere',
  EMFILE: 'too many files are open (EMFILE); raise the limit with ulimit -n',
};

function reasonOf(code: string): string {
  return REASONS[code] ?? `the system says ${code}`;
}

/** Reproducible archives and broken clocks say 1970 or 1980; VMware's first product came in 1999. */
const [FIRST_DATE, LAST_DATE] = [Date.UTC(1999, 0), Date.UTC(2200, 0)];

/** Takes a file's modification time; null for one that cannot be a log's. */
export function modifiedAt(date: Date): Instant | null {
  const ms = Math.floor(date.getTime());
  return ms >= FIRST_DATE && ms < LAST_DATE ? instant(ms * US_PER_MS) : null;
}
