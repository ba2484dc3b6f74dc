import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { groupBy } from '../model/lists.js';
import { folderPath } from '../model/log.js';
import { folderNameBeside } from '../model/vm-place.js';
import type { LogGroup } from './log-group.js';
import { hasNoIdentifiers } from './vm-identifiers.js';

const MOST_NAMED = 4;

/** Says that logs which stand like those of one VM are of several (at least two), and how sure that is. */
export function apart(vms: readonly [LogGroup, ...LogGroup[]]): Diagnostic {
  const { place } = vms[0].parts[0].log;
  const isOneFile = vms.every(({ parts }) => parts.every(({ log }) => log.place.path === place.path));
  const path = isOneFile ? place.path : folderPath(place);
  const names = namesOf(vms);
  const listed = some(vms.map((vm, i) => (isOneFile ? `${names[i]}` : `${names[i]} in ${filesOf(vm)}`)));
  if (isProved(vms)) {
    const what = isOneFile
      ? `It holds the logs of ${vms.length} VMs behind one another`
      : `Its logs are named like one VM's, but they are of ${vms.length}`;
    return diagnostic('several-vms', path, `${what}: ${listed}. Each VM is listed by itself.`);
  }
  const what = isOneFile ? 'It holds logs behind one another' : "Its logs are named like one VM's";
  const orNone = vms.some(({ identifiers }) => hasNoIdentifiers(identifiers)) ? ', or none' : '';
  const message =
    `${what}, but they name different VMs${orNone}: ${listed}. Nothing in them proves that one VM was renamed or moved, so ` +
    `they are kept apart as ${vms.length} VMs; a stop that begins in one and ends in another is not measured.`;
  return diagnostic('unsure-vm', path, message);
}

/** Says of which logs nobody knows whether they are of the VM beside whose logs they stand. */
export function besideOthers(groups: readonly LogGroup[]): readonly Diagnostic[] {
  const placed = groups.flatMap((group) => group.parts.map(({ log: { place } }) => ({ group, place })));
  const folders = groupBy(placed, ({ place }) => `${place.container}!/${place.folder}`);
  return [...folders.values()].flatMap((inFolder) => {
    if (new Set(inFolder.map(({ group }) => group)).size === 1) return [];
    const unknown = inFolder.filter(
      ({ group, place }) => hasNoIdentifiers(group.identifiers) && folderNameBeside(place) !== null,
    );
    const [first] = unknown;
    if (first === undefined) return [];
    const files = [...new Set(unknown.map(({ place }) => place.file))];
    const message =
      `No line tells whose ${some(files)} ${files.length === 1 ? 'is' : 'are'}: of the VM beside whose logs ` +
      `${files.length === 1 ? 'it stands' : 'they stand'}, or of another. Each is listed as a VM of its own.`;
    return [diagnostic('unsure-vm', folderPath(first.place), message)];
  });
}

/** Whether all tell identifiers, or configurations with names of their own. */
function isProved(vms: readonly LogGroup[]): boolean {
  if (vms.every(({ identifiers }) => identifiers.bios.length > 0)) return true;
  const names = vms.map(({ identifiers }) => identifiers.names);
  const isNamed = vms.every(({ identifiers }) => identifiers.vmx.length > 0 && identifiers.names.length > 0);
  return isNamed && new Set(names.flat()).size === names.flat().length;
}

/** Gives what the VMs are called, with more of what they tell where that does not differ. */
function namesOf(vms: readonly LogGroup[]): readonly string[] {
  const names = vms.map(({ identifiers, place }) => identifiers.names.at(-1) ?? place.fallbackName);
  if (new Set(names).size === names.length) return names;
  return vms.map(({ identifiers }, i) => {
    const [more] = [
      ...identifiers.vmx.map((path) => path.replace(/^(?:folder !\/|volume )/, '')),
      ...identifiers.bios,
    ];
    return more === undefined ? `${names[i]}` : `${names[i]} (${more})`;
  });
}

function filesOf({ parts }: LogGroup): string {
  return some([...new Set(parts.map(({ log }) => log.place.file))]);
}

function some(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_NAMED).join(', ');
  return texts.length > MOST_NAMED ? `${shown} and ${texts.length - MOST_NAMED} more` : shown;
}
