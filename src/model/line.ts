/** The most bytes of a line that are held at a time. VMware itself stops at 4 KB an entry. */
export const MAX_LINE_BYTES = 64 * 1024;

/** The byte that ends a line. */
export const NEWLINE = 10;

/** A line that the sieve let through, on its way from bytes to records. */
export type SievedLine =
  | {
      /** `hit`: the line holds a needle; `context`: it stands at the log's ends or before a hit. */
      readonly kind: 'hit' | 'context';
      /** Byte offset of the line in the (decompressed) log. */
      readonly offset: number;
      /** The line without its newline, decoded as UTF-8; at most 64 KiB of it. */
      readonly text: string;
    }
  /** A line over 64 KiB begins at `offset`; it comes in pieces, each as a line. */
  | { readonly kind: 'long'; readonly offset: number }
  /** The log ends at `offset`, which is therefore its length; `cut` where its last byte is no newline. */
  | { readonly kind: 'end'; readonly offset: number; readonly cut: boolean };

/** A text that makes a line worth reading. */
export interface Needle {
  readonly text: string;
  /** Whether upper and lower case are one; the text is lower case then. */
  readonly anyCase?: boolean;
  /** How many of the lines before a hit come along as context. */
  readonly before: number;
}
