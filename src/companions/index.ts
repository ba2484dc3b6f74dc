import type { Fact } from '../model/fact.js';
import { type LogPlace, pathWithin } from '../model/log.js';
import { errorLog, errorsIgnored, readme } from './bundle.js';
import type { Companion, Pieces } from './companion.js';
import { buildInfo, uname, vmwareVersion } from './host.js';
import { inventory } from './inventory.js';
import { processListJson, processListText } from './process-lists.js';
import { vmx } from './vmx.js';

/** Every file beside the logs that is worth reading. */
export const COMPANIONS: readonly Companion[] = [
  vmx,
  processListJson,
  processListText,
  inventory,
  uname,
  vmwareVersion,
  buildInfo,
  readme,
  errorLog,
  errorsIgnored,
];

/** A host runs about a thousand VMs at most; a file that tells more is not what its name says. */
const MOST_FACTS = 5000;

/** Says whether the file of a path, inside its container or folder and with forward slashes, is worth reading. */
export function isCompanion(path: string): boolean {
  return COMPANIONS.some((companion) => companion.path.test(path));
}

/** Reads what a file beside the logs tells. Throws what the pieces throw. */
export async function readCompanion(place: LogPlace, pieces: Pieces): Promise<readonly Fact[]> {
  const path = pathWithin(place);
  const companion = COMPANIONS.find((one) => one.path.test(path));
  if (companion === undefined) return [];
  const root = path.slice(0, path.search(companion.path)).replace(/\/$/, '');
  const facts: Fact[] = [];
  for await (const told of companion.read(pieces)) {
    facts.push({ told, place, root });
    if (facts.length === MOST_FACTS) break;
  }
  return facts;
}
