import type { Told } from '../model/fact.js';

/** A stream of bytes; a chunk may be overwritten once the next one is asked for. */
export type Chunks = AsyncIterable<Buffer>;

/** A file beside the logs that is worth reading, as data: reader and tests take the same definition. */
export interface InventoryFile {
  readonly name: string;
  /** Matches the end of its path, forward slashes; what stands before the match is the root of its facts. */
  readonly path: RegExp;
  /** Gives what the file tells, in its order; a file that ends early or is something else tells less or nothing. */
  readonly read: (chunks: Chunks) => AsyncIterable<Told>;
  /** What it is read for. */
  readonly meaning: string;
  /** Where the facts about its form come from. */
  readonly source: string;
  /** Whole files with what they tell, at least one. */
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly path: string;
  readonly text: string;
  readonly tells: readonly Told[];
}
