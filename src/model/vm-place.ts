import { type LogPlace, ROTATION_NAME, VM_LOG_NAME } from './log.js';
import { visible } from './text.js';

/** Which VM's a log or a copied line is. */
export interface VmPlace {
  /** The same for all logs of one VM's folder, in whichever bundle they stand. */
  readonly key: string;
  readonly vmPath: string;
  /** What the VM is called where no log tells its display name. */
  readonly fallbackName: string;
}

/**
 * A volume and a folder on it are the same VM's in every bundle; a volume's mere label is not enough for that. What
 * unpacks a bundle on Windows writes the colon of vSAN's and vVol's names as `_`.
 */
const ON_VOLUME =
  /(?:^|\/)vmfs\/volumes\/((?:[0-9a-f]{8}-[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{12})?|(?:vsan|vvol)[:_][^/]+)\/[^/]+)$/i;
const LAST_STEP = /[^/\\]*$/;
/** What a `grep` prefix names where it names a log of its own, and no text that happens to stand before a stamp. */
const NAMED_LOG = /\.(?:log|txt)(?:[.\d]*)(?:\.gz)?$/i;

/** Says whether a log is by its name one of VMware's own rotation, which is one VM's unless its lines contradict. */
export function isOfRotation({ file }: Pick<LogPlace, 'file'>): boolean {
  return ROTATION_NAME.test(file);
}

/** Tells whose a log is by where it stands: its folder's if it is of VMware's own rotation there, else its own. */
export function vmOfLog(place: LogPlace): VmPlace {
  const { container, folder, folderName, file } = place;
  if (!isOfRotation(place))
    return { key: `file ${container}!/${folder}/${file}`, vmPath: folder, fallbackName: stemOf(file) };
  return { key: folderKey(container, folder), vmPath: folder, fallbackName: folderName ?? 'vmware' };
}

/** Gives what a file is called without what tells its kind, and with all that tells it from others. */
export function stemOf(file: string): string {
  return file.replace(/(?:\.(?:log|txt))*(?:\.gz)?$/i, '') || file;
}

/**
 * Gives the folder's name of a log that is named like a VM's and not of its rotation: it may be of the folder's VM, and
 * is asked for by that name as well.
 */
export function folderNameBeside(place: LogPlace): string | null {
  return VM_LOG_NAME.test(place.file) && !isOfRotation(place) ? place.folderName : null;
}

/** Tells whose a copied line is: the log's that its `grep` prefix names, else that of the file it was found in. */
export function vmOfOrigin(origin: string | null, ofLog: VmPlace): VmPlace {
  if (origin === null) return ofLog;
  const file = LAST_STEP.exec(origin)?.[0] ?? '';
  const folder = visible(origin.slice(0, -file.length - 1));
  if (!ROTATION_NAME.test(file)) {
    if (!NAMED_LOG.test(file)) return ofLog;
    const vmPath = folder === '' ? ofLog.vmPath : folder;
    return { key: `file !/${vmPath}/${visible(file)}`, vmPath, fallbackName: stemOf(visible(file)) };
  }
  if (folder === '') return ofLog;
  return { key: folderKey('', folder), vmPath: folder, fallbackName: LAST_STEP.exec(folder)?.[0] || folder };
}

/** Gives what is the same for a folder in every bundle that holds it. */
export function folderKey(container: string, folder: string): string {
  const onVolume = ON_VOLUME.exec(folder)?.[1];
  if (onVolume === undefined) return `folder ${container}!/${folder}`;
  return `volume ${onVolume.replace(/^(vsan|vvol)_/i, '$1:')}`;
}

/** Says whether a folder's key is the same in every bundle. */
export function isOnVolume(key: string): boolean {
  return key.startsWith('volume ');
}

/** Gives where a path of the host stands in a bundle that mirrors it. */
export function onHost(root: string, path: string): { readonly folder: string; readonly file: string } {
  const inside = path.replace(/^\/+/, '');
  const whole = root === '' ? inside : `${root}/${inside}`;
  const slash = whole.lastIndexOf('/');
  return { folder: slash === -1 ? '.' : whole.slice(0, slash), file: whole.slice(slash + 1) };
}

/** What stands in a bundle before its mirror of the datastores. */
const MIRROR_ROOT = /^(?<root>.*?)(?:^|\/)vmfs\/volumes(?:\/|$)/;

/** Gives the folder that mirrors a host's root and holds this log; null for a log in no such folder. */
export function rootOf({ folder }: Pick<LogPlace, 'folder'>): string | null {
  return MIRROR_ROOT.exec(`${folder}/`)?.groups?.root ?? null;
}

/** Tells the roots of hosts apart, in whichever container they stand. */
export function rootKey({ container }: Pick<LogPlace, 'container'>, root: string): string {
  return `${container}!/${root}`;
}
