import type { InventoryStatement } from '../model/inventory-fact.js';

/** A stream of bytes; a chunk may be overwritten once the next one is asked for. */
export type Chunks = AsyncIterable<Buffer>;

/** A kind of file beside the logs that names VMs and hosts or tells what is missing. Reader and tests use the same definition. */
export interface InventoryFile {
  readonly name: string;
  /** Matches the end of the path, with forward slashes; what comes before the match is the root of the facts. */
  readonly path: RegExp;
  /** Yields the facts in the order of the file. A file that ends early or is something else yields fewer or none. */
  readonly read: (chunks: Chunks) => AsyncIterable<InventoryStatement>;
  /** Why it is read. */
  readonly meaning: string;
  /** The source of its format. */
  readonly source: string;
  /** Whole files and their facts, at least one. */
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly InventoryStatement[];
}
