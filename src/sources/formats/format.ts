import type { Instant } from '../../model/units.js';
import type { Pieces } from '../pieces.js';

/** A regular file inside an archive. Its bytes must be read, or left, before the next member is asked for. */
export interface Member {
  readonly name: string;
  readonly modifiedAt: Instant | null;
  readonly pieces: Pieces;
}

/** What a file can be wrapped in, told by its first bytes. */
export type Format =
  /** Holds one stream of bytes. */
  | (Recognised & { readonly kind: 'wrapper'; readonly unwrap: (pieces: Pieces) => Pieces })
  /** Holds named members. */
  | (Recognised & { readonly kind: 'archive'; readonly members: (pieces: Pieces) => AsyncIterable<Member> })
  /** Known, but not read. */
  | (Recognised & { readonly kind: 'refused'; readonly advice: string });

interface Recognised {
  readonly name: string;
  /** Says whether a file that begins with these bytes (512, or all of a shorter file) is of the format. */
  readonly matches: (head: Buffer) => boolean;
}
