import type { Instant } from './units.js';

/** Where a log was found. */
export interface LogPlace {
  /** Its path for people, `!/` before each step into a container, control characters escaped. */
  readonly path: string;
  /** The folder that it stands in, inside the innermost container; `.` where there is none. */
  readonly folder: string;
  /** What tells that folder from one of the same name in another container. */
  readonly container: string;
  /** The folder's own name, null where the log stands in none that is known. */
  readonly folderName: string | null;
  /** The file's name. */
  readonly file: string;
  /** Whether the user named the file; it is then read whatever its name is. */
  readonly named: boolean;
  /** When the file or member was last written, null where nothing tells. */
  readonly modifiedAt: Instant | null;
  /** At which byte of the log it begins: not 0 for what follows a missing fragment. */
  readonly startsAt: number;
  /** Whether all that was read before it in its containers was whole. */
  readonly verified: boolean;
}

/** Gives a file's path inside its container, or as its folder was named, with forward slashes. */
export function pathWithin({ folder, file }: Pick<LogPlace, 'folder' | 'file'>): string {
  // A member of an archive without folders stands in `.`.
  return folder === '.' ? file : `${folder.replaceAll('\\', '/')}/${file}`;
}

/** Gives the path, for people, of the folder or container in which a file stands. */
export function folderPath({ path, file }: Pick<LogPlace, 'path' | 'file'>): string {
  return path.slice(0, path.length - file.length).replace(/!?[/\\]$/, '') || '.';
}

/**
 * The names that a VM's log may bear in a folder or archive: `vmware*.log`, whatever is added to it by who copied,
 * compressed or rotated it (`vmware (1).log`, `vmware_db1.log`, `vmware.log.1.gz`, `vmware.log.old`). Logs of other
 * programs bear such names too, so only its lines tell whether a file is one.
 */
export const VM_LOG_NAME = /^vmware.*\.log(?![a-z0-9])/i;

/**
 * The names that VMware itself gives to the current log and the rotated ones of one VM (`vmware.log`, `vmware-12.log`),
 * with what a compressing rotation adds. Numbers that long as a date are somebody else's.
 */
export const ROTATION_NAME = /^vmware(?:-\d{1,7})?\.log(?:\.\d{1,7})?(?:\.gz)?$/i;
