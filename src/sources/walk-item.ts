import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import type { Likelihood } from '../model/guest.js';
import type { LogPlace } from '../model/log.js';
import { visible } from '../model/text.js';
import type { ByteStream } from './byte-stream.js';
import { ReadError } from './read-error.js';

/** What a walk finds. */
export type WalkItem =
  | FoundLog
  /** A file that tells names, hosts or completeness, such as a .vmx. Its chunks are as a log's. */
  | { readonly kind: 'inventory'; readonly place: LogPlace; readonly chunks: ByteStream }
  /** Records that an earlier run wrote. Their chunks are as a log's. */
  | { readonly kind: 'records'; readonly place: LogPlace; readonly chunks: ByteStream }
  | ReadProblem
  /** Items that come while the walk goes on, and must be read at the same time. */
  | { readonly kind: 'parallel'; readonly items: AsyncIterable<WalkItem> }
  | LargeFile;

/** A log. Its chunks must be read, or left, before the walk goes on. They end early instead of throwing. */
export interface FoundLog {
  readonly kind: 'log';
  readonly place: LogPlace;
  readonly chunks: ByteStream;
  /** How likely it is a guest log. */
  readonly guests: Likelihood;
}

/** A file as it was found, some time before it is read. */
export interface FoundFile {
  readonly path: string;
  /** Whether the user named it, or it was found in a folder. */
  readonly named: boolean;
  /** Whether every text in it is read as a guest log. */
  readonly ofGuest: boolean;
  /** In bytes. */
  readonly size: number;
  /** The number that the file system has for it. A file that is renamed keeps it. */
  readonly ino: number;
}

/** One of several large files, which may be read in parallel. Reading `items` reads it here, before the walk goes on. */
export interface LargeFile {
  readonly kind: 'large-file';
  readonly file: FoundFile;
  readonly items: AsyncIterable<WalkItem>;
  /** Must be told once it was read whether it held nothing but inventory files; null where nobody asks. */
  readonly walked: ((isEmpty: boolean) => void) | null;
}

/** Something that cannot be read, or only in part. */
export interface ReadProblem {
  readonly kind: 'problem';
  readonly diagnostic: Diagnostic;
  /** Whether the user named the file; null where it is not known. */
  readonly named: boolean | null;
  /** The path at and under which everything that was read is unverified for it; null for none. */
  readonly doubts: string | null;
}

/** Reports what could not be read at a place; `doubts` is the path of what is unverified for it. */
export function problem(
  place: { readonly path: string; readonly named?: boolean },
  { kind, message, unverifies }: ReadError,
  doubts: string | null = unverifies ? place.path : null,
): ReadProblem {
  const { path, named = null } = place;
  return { kind: 'problem', diagnostic: diagnostic(kind, path, message), named, doubts };
}

/** The most problems of one kind that are reported of one input. */
const MOST_PROBLEMS = 1000;

/** Drops problems beyond the first 1000 of a kind in the input at a path, and reports at its end how many there were. */
export async function* limited(items: AsyncIterable<WalkItem>, path: string): AsyncGenerator<WalkItem> {
  const counts = new Map<DiagnosticKind, number>();
  for await (const item of items) {
    const kind = item.kind === 'problem' ? item.diagnostic.kind : null;
    const count = kind === null ? 0 : (counts.get(kind) ?? 0) + 1;
    if (kind !== null) counts.set(kind, count);
    if (count <= MOST_PROBLEMS) yield item;
  }
  for (const [kind, count] of counts) {
    if (count <= MOST_PROBLEMS) continue;
    const message = `There are ${count - MOST_PROBLEMS} more troubles of this kind in it.`;
    yield problem({ path: visible(path) }, new ReadError(kind, message));
  }
}
