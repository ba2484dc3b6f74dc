import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import { visible } from '../model/text.js';
import type { ByteStream } from './byte-stream.js';
import { ReadError } from './read-error.js';

/** What a walk comes upon. */
export type Found =
  /** A log; its chunks must be read, or left, before the walk goes on. They end early instead of throwing. */
  | { readonly kind: 'log'; readonly place: LogPlace; readonly chunks: ByteStream }
  /** A file beside logs that tells of them, such as a .vmx; its chunks are as a log's. */
  | { readonly kind: 'companion'; readonly place: LogPlace; readonly chunks: ByteStream }
  | Trouble
  /** What is found while the walk goes on, and must be gathered at the same time. */
  | { readonly kind: 'alongside'; readonly founds: AsyncIterable<Found> }
  | Apart;

/** One of several large files, which are walked each by itself: `founds` does it here, before the walk goes on. */
export interface Apart {
  readonly kind: 'apart';
  readonly path: string;
  /** Whether the user named it, or it was come upon in a folder. */
  readonly named: boolean;
  readonly size: number;
  readonly founds: AsyncIterable<Found>;
  /** Told once it was walked whether nothing was in it but files that tell of logs; null where nobody asks. */
  readonly walked: ((isEmpty: boolean) => void) | null;
}

/** Something that cannot be read, or only in part. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly diagnostic: Diagnostic;
  /** The path of a file or container of which all that was read is unverified. */
  readonly doubts: string | null;
}

/** Says what was wrong with a file or container; `doubts` names what is unverified for it. */
export function trouble(
  { path }: Pick<LogPlace, 'path'>,
  { kind, message, unverifies }: ReadError,
  doubts: string | null = unverifies ? path : null,
): Trouble {
  return { kind: 'trouble', diagnostic: diagnostic(kind, path, message), doubts };
}

/** So many troubles of one kind are told of one input. */
const MOST_TROUBLES = 1000;

/** Leaves out further troubles of a kind of which there are very many in the input at a path, and tells at its end how many. */
export async function* limited(founds: AsyncIterable<Found>, path: string): AsyncGenerator<Found> {
  const counts = new Map<DiagnosticKind, number>();
  for await (const found of founds) {
    const kind = found.kind === 'trouble' ? found.diagnostic.kind : null;
    const count = kind === null ? 0 : (counts.get(kind) ?? 0) + 1;
    if (kind !== null) counts.set(kind, count);
    if (count <= MOST_TROUBLES) yield found;
  }
  for (const [kind, count] of counts) {
    if (count <= MOST_TROUBLES) continue;
    const message = `There are ${count - MOST_TROUBLES} more troubles of this kind in it.`;
    yield trouble({ path: visible(path) }, new ReadError(kind, message));
  }
}
