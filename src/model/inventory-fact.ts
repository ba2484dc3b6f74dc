import type { LogPlace } from './log.js';

/** What a file beside the logs tells. Names and paths are as found, control characters escaped. */
export type InventoryStatement =
  /** A VM's configuration stands here; `name` is its display name, null where that cannot be read. */
  | { readonly kind: 'vmx'; readonly name: string | null }
  /** A VM ran on the host; `vmxPath` is its configuration's path there. */
  | { readonly kind: 'running-vm'; readonly name: string; readonly vmxPath: string }
  | { readonly kind: 'registered-vm'; readonly vmxPath: string }
  /** The host that the bundle is from, each part null where it is not told. */
  | { readonly kind: 'host'; readonly name: string | null; readonly product: string | null }
  /** The collector's own words about a VM's log that it could not collect. */
  | { readonly kind: 'not-collected'; readonly text: string }
  /** A support bundle has its first member, or its last one. */
  | { readonly kind: 'bundle-begins' | 'bundle-ends' };

/** Something that a file beside the logs tells, and where. */
export interface InventoryFact {
  readonly statement: InventoryStatement;
  readonly place: LogPlace;
  /** The folder in the container that mirrors the host's root, or for a `.vmx` the one that it stands in. */
  readonly root: string;
}
