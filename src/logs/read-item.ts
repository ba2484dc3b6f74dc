import type { Diagnostic } from '../model/diagnostic.js';
import type { GuestReading } from '../model/guest.js';
import type { InventoryFact } from '../model/inventory-fact.js';
import type { ReadProblem } from '../sources/walk-item.js';
import type { LogReading } from './log-reading.js';

/** What one item of a walk gave, once it was read. Plain data: it may come from another thread, or from records. */
export type ReadItem =
  /** A VM's log. */
  | { readonly kind: 'reading'; readonly reading: LogReading }
  | NoVmLog
  /** A guest log. */
  | { readonly kind: 'guest'; readonly reading: GuestReading }
  /** What an inventory file tells. */
  | { readonly kind: 'facts'; readonly facts: readonly InventoryFact[] }
  /** Something that could not be read, or only in part. */
  | ReadProblem
  /** A path that the run was told to read that wrote these records. */
  | { readonly kind: 'input'; readonly path: string }
  /** How many VMs more were written than are in these records: below 0 where others hold what is of no VM. */
  | { readonly kind: 'lacking'; readonly vms: number };

/** A file that was read as a log and is not one of a VM. */
export interface NoVmLog {
  readonly kind: 'no-vm-log';
  readonly path: string;
  /** Whether the user named the file. */
  readonly named: boolean;
  /** Whether it is the log of another program. */
  readonly isOther: boolean;
  /** Whether it is reported to be empty. */
  readonly isEmpty: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
