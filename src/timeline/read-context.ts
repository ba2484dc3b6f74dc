import type { Diagnostic, DiagnosticKind } from '../model/diagnostic.js';
import type { InventoryFact } from '../model/inventory-fact.js';

/** What is known besides the logs that could be read. */
export interface ReadContext {
  readonly facts: readonly InventoryFact[];
  /** What went wrong on the way to the logs. */
  readonly problems: readonly Diagnostic[];
}

/** How to get a log that a bundle lacks. */
export const COPY = "copy it from the host (scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .)";

const BREAKS: ReadonlySet<DiagnosticKind> = new Set([
  'cut-short',
  'corrupt',
  'unreadable',
  'limit',
  'interrupted',
]);

/** Says whether a container could not be read to its end, for its own sake or for what it stands in. */
export function isBroken(container: string, problems: readonly Diagnostic[]): boolean {
  if (container === '') return false;
  return problems.some(
    ({ kind, path }) => BREAKS.has(kind) && (container === path || container.startsWith(`${path}!/`)),
  );
}
