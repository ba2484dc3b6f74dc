import type { Micros } from '../model/units.js';

/** What the lines of a VM's log can tell: one kind a definition of the catalogue. */
export type Message =
  /** The VM runs again; `figure` is how long it was stopped, null where the line does not tell a readable one. */
  | { readonly kind: 'unstun'; readonly figure: Micros | null }
  /** The whole stun, unstun phase included. */
  | { readonly kind: 'stunned'; readonly figure: Micros | null }
  | { readonly kind: 'product'; readonly name: string; readonly hosted: boolean }
  | { readonly kind: 'host'; readonly name: string }
  /** A part of the configuration dump begins; only the VM's own part names the VM. */
  | { readonly kind: 'dump'; readonly ofVm: boolean }
  | { readonly kind: 'dumped-name'; readonly name: string }
  | { readonly kind: 'set-name'; readonly name: string }
  | {
      readonly kind: 'snapshot-start';
      readonly name: string;
      readonly memory: boolean | null;
      readonly quiesced: boolean | null;
    }
  /** The snapshot's work changes mode; at 0 the VM is stopped. */
  | { readonly kind: 'snapshot-mode'; readonly mode: number }
  /** The VM runs again while its memory is still being written. */
  | { readonly kind: 'snapshot-lazy'; readonly name: string }
  | { readonly kind: 'snapshot-done'; readonly name: string };

/** A message of the log, as data: the parser, the documentation and the tests read the same definition. */
export interface MessageDefinition {
  readonly kind: Message['kind'];
  /** A literal that every line with this message holds; the sieve seeks it. */
  readonly needle: string;
  /** How many lines before it must be seen to understand it. */
  readonly before: number;
  /** Matches the text after the line's prefix, from its beginning. */
  readonly pattern: RegExp;
  /** Reads what the pattern captured; null where the text only looks like the message. */
  readonly read: (groups: Readonly<Record<string, string | undefined>>) => Message | null;
  readonly meaning: string;
  /** Product versions in whose logs it was seen. */
  readonly seenIn: string;
  /** Where the fact comes from. */
  readonly source: string;
  /** Whole lines that hold it, at least one. */
  readonly samples: readonly string[];
}
