import type { VmPlace } from '../model/vm-place.js';
import type { KeptLog } from './copies.js';
import type { Part } from './parts.js';
import type { VmIdentifiers } from './vm-identifiers.js';

/** The logs and copied lines of one VM, before their entries are put in order. */
export interface LogGroup {
  readonly place: VmPlace;
  readonly parts: readonly [Part, ...Part[]];
  /** The logs that were found with its own; where those are of several VMs, one of their groups has them. */
  readonly rotation: readonly KeptLog[];
  readonly identifiers: VmIdentifiers;
  /** The keys of the folders whose configuration is the VM's. */
  readonly folders: ReadonlySet<string>;
}
