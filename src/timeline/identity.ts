import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { visible } from '../model/text.js';
import type { Entry } from './entry.js';

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
const ROTATION = /(?:-\d+)?(?:\.log)?(?:\.\d+)?(?:\.gz)?$/i;
const LAST_STEP = /[^/\\]*$/;

/** Tells whose a log is: its folder's, or for a file that is not named like a VM's log its own. */
export function vmOfLog(place: LogPlace): VmPlace {
  const stem = place.file.replace(/\.(?:log|txt)?(?:\.gz)?$/i, '').replace(ROTATION, '') || place.file;
  if (place.folderName === null || !VM_LOG_NAME.test(place.file)) {
    return {
      key: `file ${place.container}!/${place.folder}/${stem}`,
      vmPath: place.folder,
      fallbackName: stem,
    };
  }
  return {
    key: folderKey(place.container, place.folder),
    vmPath: place.folder,
    fallbackName: place.folderName,
  };
}

/** Tells whose a copied line is: the folder's that its `grep` prefix names, else that of the file it was found in. */
export function vmOfEntry(entry: Pick<Entry, 'place' | 'origin'>, ofLog: VmPlace): VmPlace {
  if (entry.origin === null) return ofLog;
  const file = LAST_STEP.exec(entry.origin)?.[0] ?? '';
  const folder = visible(entry.origin.slice(0, -file.length - 1));
  if (folder === '' || !VM_LOG_NAME.test(file)) return ofLog;
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

/** Gives the names that the VM's entries tell, in their order. */
export function displayNames(entries: readonly Entry[]): readonly string[] {
  const names: string[] = [];
  let ofVm = true;
  for (const { message } of entries) {
    if (message.kind === 'product') ofVm = true;
    if (message.kind === 'dump') ofVm = message.ofVm;
    if (message.kind === 'set-name' || (message.kind === 'dumped-name' && ofVm))
      names.push(visible(message.name));
  }
  return names;
}
