import { posix } from 'node:path';
import type { Likelihood } from '../model/guest.js';
import { type LogPlace, pathWithin, VM_LOG_NAME } from '../model/log.js';
import { visible } from '../model/text.js';
import type { Instant } from '../model/units.js';

/** The longest path of any system. Longer ones are cut at the start. */
const LONGEST_NAME = 4096;

/**
 * The place of a member of an archive. Its path is normalised, since each packer writes it differently (`/a`, `./a`, `a//b`,
 * decomposed letters). No path leads out of the archive.
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

/** One fragment of a log, and the place of the whole log. */
export interface FragmentPlace {
  readonly place: LogPlace;
  readonly number: number;
}

/** Recognises a fragment of a VM's log by its name; null for any other file. */
export function fragmentPlace(place: LogPlace): FragmentPlace | null {
  const { log = '', number = '' } = FRAGMENT.exec(place.file)?.groups ?? {};
  if (!VM_LOG_NAME.test(log)) return null;
  const path = place.path.slice(0, place.path.length - place.file.length) + log;
  return { place: { ...place, path, file: log }, number: Number(number) };
}

/** The folders of a host's bundle that hold command output and the host's own files, but no VM. */
const WITHOUT_VMS =
  /^(?:.*\/)?[^/]+-\d{4}-\d\d-\d\d--\d\d\.\d\d(?:-\d+)?\/(?:commands|json|bootbank|altbootbank|etc|lib64|scratch|usr|var)(?:\/|$)/;

/** Whether a file is in such a folder, in any archive. */
export function isApartFromVms({ folder }: LogPlace): boolean {
  return WITHOUT_VMS.test(folder);
}

const CONTAINER_NAME = /\.(?:tgz|tar|tar\.gz|zip|tar\.zst)$/i;

/** Whether a file is named like an archive. */
export function isNamedLikeContainer(name: string): boolean {
  return CONTAINER_NAME.test(name);
}

const RECORDS_NAME = /\.records(?:\.gz)?$/i;

/** Whether a file is named like the records of an earlier run. */
export function isNamedLikeRecords(name: string): boolean {
  return RECORDS_NAME.test(name);
}

const TAR_NAME = /\.(?:tgz|tar|tar\.gz|tar\.zst)$/i;

/** Whether a file is named like a tar, compressed or not. */
export function isNamedLikeTar(name: string): boolean {
  return TAR_NAME.test(name);
}

/** Whether a file is read as a log unless it is a container. */
export function isLog({ named, file }: LogPlace): boolean {
  return named || VM_LOG_NAME.test(file);
}

/** What recognises files besides a VM's logs. */
export interface Recognisers {
  /** Whether a file is an inventory file, by its path in its container or folder. */
  readonly isInventoryFile: (path: string) => boolean;
  /** Whether a file holds records of an earlier run, by its first bytes. */
  readonly beginsRecords: (head: Buffer) => boolean;
  /** How likely a file is a guest log, by its name and first bytes. */
  readonly guestLikelihood: (file: string, head: Buffer) => Likelihood;
}

/** Whether a file is an inventory file. */
export function isInventoryFile(place: LogPlace, { isInventoryFile: tells }: Recognisers): boolean {
  return !place.named && tells(pathWithin(place));
}

/** Whether a file is worth reading as a guest log that nobody named. */
export function isGuestLog(likelihood: Likelihood): boolean {
  return likelihood === 'likely' || likelihood === 'asked';
}

/**
 * How likely a file is a guest log. Files that are named like a VM's log are guest logs only where
 * the user says so of every text (`ofGuest`).
 */
export function likelihoodOf(
  place: LogPlace,
  head: Buffer,
  { guestLikelihood }: Recognisers,
  ofGuest: boolean,
): Likelihood {
  if (ofGuest) return 'asked';
  if (VM_LOG_NAME.test(place.file) || isApartFromVms(place)) return 'none';
  return guestLikelihood(place.file, head);
}
