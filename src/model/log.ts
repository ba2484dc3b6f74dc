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

/** The names of VM logs in their folders: `vmware.log`, `vmware-12.log`, `vmware.log.1`, each also with `.gz`. */
export const VM_LOG_NAME = /^vmware(?:-\d+)?\.log(?:\.\d+)?(?:\.gz)?$/i;
