import type { Micros } from '../model/units.js';

/** What the lines of a VM's log can tell: one kind a definition of the catalogue. */
export type Message =
  /** The VM runs again; `figure` is how long it was stopped, null where the line does not tell a readable one. */
  | { readonly kind: 'unstun'; readonly figure: Micros | null }
  /** The whole stun, unstun phase included. */
  | { readonly kind: 'stunned'; readonly figure: Micros | null }
  | { readonly kind: 'product'; readonly name: string; readonly hosted: boolean }
  | { readonly kind: 'host'; readonly name: string }
  /** A part of the configuration dump begins; only the VM's own part names the VM, and often its `.vmx`. */
  | { readonly kind: 'dump'; readonly ofVm: boolean; readonly vmxPath: string | null }
  | { readonly kind: 'dumped-name'; readonly name: string }
  | { readonly kind: 'set-name'; readonly name: string }
  /** The VM's own configuration file. */
  | { readonly kind: 'config-file'; readonly vmxPath: string }
  /** An identifier of the VM, 32 hexadecimal digits; `dumped`: in the configuration dump. */
  | {
      readonly kind: 'uuid';
      readonly of: 'bios' | 'location';
      readonly id: string;
      readonly dumped: boolean;
    }
  /** Where the VMX process swaps: in the VM's folder unless somebody configured another. */
  | { readonly kind: 'swap-file'; readonly path: string }
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
  | { readonly kind: 'snapshot-done'; readonly name: string }
  /** Quiescing the guest turned to a state: it has started, or `failed` by the state's own name. */
  | { readonly kind: 'quiesce-state'; readonly state: string; readonly failed: boolean }
  /** The guest could not be quiesced; `id` is that of the host's message. */
  | { readonly kind: 'quiesce-failed'; readonly id: string; readonly text: string }
  /** The guest's code or words for why, whichever the line tells. */
  | { readonly kind: 'quiesce-detail'; readonly code: string | null; readonly text: string | null }
  /** Seen only while the VM is stopped: the first lines of a stun, on hosts that write opIDs with the task's. */
  | { readonly kind: 'in-stun' }
  /** The host was asked to do something to the VM. */
  | { readonly kind: 'request'; readonly verb: string; readonly requestId: string }
  /** A consolidate is at work. */
  | { readonly kind: 'consolidate-work' }
  | { readonly kind: 'consolidate-iteration' }
  /** The VM is held until all is consolidated. */
  | { readonly kind: 'consolidate-synchronous' }
  | { readonly kind: 'consolidate-cancel' }
  /** A disk could not be opened for the consolidate. */
  | { readonly kind: 'consolidate-trouble'; readonly disk: string; readonly reason: string }
  | { readonly kind: 'consolidate-end'; readonly code: number; readonly text: string }
  | { readonly kind: 'tracking-enabled'; readonly disk: string }
  /** A migration, or a suspend and resume on one host, is about to stop the VM; `limitS` is how long at most. */
  | { readonly kind: 'migrate-stun-begin'; readonly limitS: number }
  | { readonly kind: 'migrate-stunned' }
  /** A migration's identity on the source, as text: it is beyond 2^53. */
  | {
      readonly kind: 'migrate-source';
      readonly migrationId: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'migrate-destination'; readonly migrationId: string; readonly from: string }
  | { readonly kind: 'storage-migration'; readonly phase: number }
  | { readonly kind: 'memory-hot-add' }
  | { readonly kind: 'hot-remove'; readonly device: string }
  | { readonly kind: 'device-absent'; readonly device: string }
  | { readonly kind: 'device-off'; readonly device: string }
  | { readonly kind: 'hot-remove-done' }
  | { readonly kind: 'suspend-start' }
  | { readonly kind: 'suspend-done' }
  /** A process begins that goes on with the VM from the file of a snapshot (.vmsn) or of a suspend (.vmss). */
  | { readonly kind: 'resume'; readonly of: 'snapshot' | 'suspend' }
  /**
   * A new process goes on with the VM: from the file of a snapshot (.vmsn) or of a suspend (.vmss), or from what another
   * process hands over.
   */
  | { readonly kind: 'restore'; readonly of: 'snapshot' | 'suspend' | 'migration' };

/** A message of the log, as data: the parser, the documentation and the tests read the same definition. */
export interface MessageDefinition {
  readonly kind: Message['kind'];
  /** A literal that every line with this message holds; the sieve seeks it. */
  readonly needle: string;
  /** Whether the line may hold the needle in any letter case, as keys of a configuration are written. */
  readonly anyCase?: boolean;
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

const IDENTITY: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'product',
  'host',
  'dump',
  'dumped-name',
  'set-name',
  'config-file',
  'uuid',
  'swap-file',
]);

/** Says whether a message tells who wrote a log, and nothing that happened. */
export function isIdentity({ kind }: Message): boolean {
  return IDENTITY.has(kind);
}
