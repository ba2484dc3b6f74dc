import type { InventoryFact } from '../model/inventory-fact.js';
import { type LogPlace, pathWithin } from '../model/log.js';
import { errorLog, errorsIgnored, readme } from './bundle.js';
import { buildInfo, uname, vmwareVersion } from './host.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { processListJson, processListText } from './process-lists.js';
import { registeredVms } from './registered-vms.js';
import { vmx } from './vmx.js';

/** All inventory files, in the order in which a path is tried. */
export const INVENTORY_FILES: readonly InventoryFile[] = [
  vmx,
  processListJson,
  processListText,
  registeredVms,
  uname,
  vmwareVersion,
  buildInfo,
  readme,
  errorLog,
  errorsIgnored,
];

/** A host runs about a thousand VMs at most, so a file with more facts is not what its name says. */
const MOST_FACTS = 5000;

/** Returns whether a path, inside its container or folder and with forward slashes, is one of an inventory file. */
export function isInventoryFile(path: string): boolean {
  return INVENTORY_FILES.some((file) => file.path.test(path));
}

/** Reads the facts of an inventory file, at most 5000. Throws what the chunks throw. */
export async function readInventoryFile(place: LogPlace, chunks: Chunks): Promise<readonly InventoryFact[]> {
  const path = pathWithin(place);
  const file = INVENTORY_FILES.find((one) => one.path.test(path));
  if (file === undefined) return [];
  const root = path.slice(0, path.search(file.path)).replace(/\/$/, '');
  const facts: InventoryFact[] = [];
  for await (const statement of file.read(chunks)) {
    facts.push({ statement, place, root });
    if (facts.length === MOST_FACTS) break;
  }
  return facts;
}
