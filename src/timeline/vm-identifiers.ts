import { visible } from '../model/text.js';
import { folderKey, isOnVolume } from '../model/vm-place.js';
import type { Entry } from './entry.js';

/**
 * What lines tell of the VM that wrote them, the surest first. Disks tell nothing: they may stand anywhere, and a
 * backup attaches those of other VMs.
 */
export const IDENTIFIERS = ['bios', 'vmx', 'location', 'folders', 'names'] as const;

/** The values of each kind of evidence, none where nothing tells. */
export interface VmIdentifiers extends Readonly<Record<(typeof IDENTIFIERS)[number], readonly string[]>> {
  /** Whether the first name is one that the VM was given in these lines: what it was called before is not told. */
  readonly isRenamed: boolean;
}

const NOTHING: VmIdentifiers = { bios: [], vmx: [], location: [], folders: [], names: [], isRenamed: false };

/**
 * Gives what the lines of one VMX process tell. Of identifiers the last one counts: a copied VM is told the
 * original's before it sets its own. Names are in the order of the lines.
 */
export function identifiersIn(entries: readonly Entry[]): VmIdentifiers {
  let bios: string | null = null;
  let location: string | null = null;
  let isRenamed = false;
  const [vmx, folders, names] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { message } of entries) {
    if (message.kind === 'set-name') isRenamed ||= names.size === 0;
    if (message.kind === 'dumped-name' || message.kind === 'set-name') names.add(visible(message.name));
    else if (message.kind === 'uuid' && message.of === 'bios') bios = message.id;
    else if (message.kind === 'uuid') location = message.id;
    else if (message.kind === 'swap-file') folders.add(folderOf(message.path));
    const path = message.kind === 'config-file' || message.kind === 'dump' ? message.vmxPath : null;
    if (path === null) continue;
    vmx.add(`${folderOf(path)}/${fileOf(path)}`);
    folders.add(folderOf(path));
  }
  if (bios === null && location === null && folders.size === 0 && names.size === 0) return NOTHING;
  return {
    bios: bios === null ? [] : [bios],
    vmx: [...vmx],
    location: location === null ? [] : [location],
    folders: [...folders],
    names: [...names],
    isRenamed,
  };
}

/** Gives the display names that lines of several logs tell, in the order of time. */
export function namesIn(logs: readonly (readonly Entry[])[]): readonly string[] {
  const naming: { readonly at: number; readonly name: string }[] = [];
  for (const log of logs) {
    for (const { message, at } of log) {
      if (message.kind !== 'dumped-name' && message.kind !== 'set-name') continue;
      naming.push({ at: at ?? 0, name: visible(message.name) });
    }
  }
  return naming.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

/** Gives all that several tell. */
export function joinIdentifiers(identifiers: readonly VmIdentifiers[]): VmIdentifiers {
  const [only = NOTHING] = identifiers;
  if (identifiers.length <= 1) return only;
  const union = (kind: (typeof IDENTIFIERS)[number]) => [...new Set(identifiers.flatMap((one) => one[kind]))];
  return {
    bios: union('bios'),
    vmx: union('vmx'),
    location: union('location'),
    folders: union('folders'),
    names: union('names'),
    isRenamed: only.isRenamed,
  };
}

/** Says whether no line identifies the VM. */
export function hasNoIdentifiers(identifiers: VmIdentifiers): boolean {
  return IDENTIFIERS.every((kind) => identifiers[kind].length === 0);
}

/**
 * Gives keys of which one in common proves that two logs are of one VM, unless more is told against it: its `.vmx` on a
 * volume with an id, or elsewhere with its identifier, for other machines have a `C:\VMs\db1\db1.vmx` as well.
 */
export function proofsIn({ bios, vmx }: VmIdentifiers): readonly string[] {
  return vmx.flatMap((path) => {
    if (isOnVolume(path)) return [path];
    return bios.map((id) => `${id} ${path}`);
  });
}

/** The parts of a path of Windows may be written in any letter case. */
function steps(path: string): readonly string[] {
  const isOfWindows = /^[a-z]:[\\/]|^\\\\/i.test(path);
  return (isOfWindows ? path.replaceAll('\\', '/').toLowerCase() : path).split('/');
}

function folderOf(path: string): string {
  return folderKey('', steps(visible(path)).slice(0, -1).join('/'));
}

function fileOf(path: string): string {
  return steps(visible(path)).at(-1) ?? '';
}
