import { posix } from 'node:path';
import { type LogPlace, pathWithin, VM_LOG_NAME } from '../model/log.js';
import { visible } from '../model/text.js';
import type { Instant } from '../model/units.js';

/** No system has longer paths; what claims to be one is cut at its beginning. */
const LONGEST_NAME = 4096;

/**
 * Gives where a member of an archive stands. How its path is written (`/a`, `./a`, `a//b`, decomposed letters)
 * depends on who packed it and tells nothing; no path leads out of its archive.
 */
export function placeOfMember(
  archive: LogPlace,
  memberName: string,
  modifiedAt: Instant | null,
  verified: boolean,
): LogPlace {
  const path = posix.resolve('/', visible(memberName.slice(-LONGEST_NAME)).normalize('NFC'));
  const folder = posix.dirname(path).slice(1);
  return {
    path: `${archive.path}!${path}`,
    folder: folder || '.',
    container: archive.path,
    folderName: posix.basename(folder) || null,
    file: posix.basename(path),
    named: false,
    modifiedAt,
    startsAt: 0,
    verified: verified && archive.verified,
  };
}

const FRAGMENT = /^(?<log>.+)\.FRAG-(?<number>\d{5,9})$/;

/** A chunk of a log that a collector split, and where the whole log stands. */
export interface FragmentPlace {
  readonly place: LogPlace;
  readonly number: number;
}

/** Tells a fragment of a VM's log by its name; null for any other file. */
export function fragmentPlace(place: LogPlace): FragmentPlace | null {
  const { log = '', number = '' } = FRAGMENT.exec(place.file)?.groups ?? {};
  if (!VM_LOG_NAME.test(log)) return null;
  const path = place.path.slice(0, place.path.length - place.file.length) + log;
  return { place: { ...place, path, file: log }, number: Number(number) };
}

/** The folders of a host's bundle that hold what commands printed and what the host runs on, but no VM. */
const WITHOUT_VMS =
  /^(?:.*\/)?[^/]+-\d{4}-\d\d-\d\d--\d\d\.\d\d(?:-\d+)?\/(?:commands|json|bootbank|altbootbank|etc|lib64|scratch|usr|var)(?:\/|$)/;

/** Says whether a file stands where a host's bundle holds no VM's log, in whatever archive. */
export function isApartFromVms({ folder }: LogPlace): boolean {
  return WITHOUT_VMS.test(folder);
}

const CONTAINER_NAME = /\.(?:tgz|tar|tar\.gz|zip|tar\.zst)$/i;

/** Says whether a file's name or path promises logs inside. */
export function isNamedLikeContainer(name: string): boolean {
  return CONTAINER_NAME.test(name);
}

const TAR_NAME = /\.(?:tgz|tar|tar\.gz|tar\.zst)$/i;

/** Says whether a file's name promises a tar inside, once it is unpacked. */
export function isNamedLikeTar(name: string): boolean {
  return TAR_NAME.test(name);
}

/** Says whether a file is read as a log where it is no container. */
export function isLog({ named, file }: LogPlace): boolean {
  return named || VM_LOG_NAME.test(file);
}

/** Says whether a file is one beside logs that tells of them; `tells` judges its path in its container or folder. */
export function isInventoryFile(place: LogPlace, tells: (path: string) => boolean): boolean {
  return !place.named && tells(pathWithin(place));
}
