import { visible } from '../../model/text.js';
import { ReadError } from '../read-error.js';

const AGAIN = 'get the file again';

/** Part of a tar was lost or changed: the member before it and all after it are unverified. */
export function lostPart(what: string): ReadError {
  const message = `${what}: part of the archive was lost or changed, and stops near it are unverified; ${AGAIN}.`;
  return new ReadError('corrupt', message, true);
}

/** A link leads to a log that is not in the archive. */
export function lostLink(name: string, target: string): ReadError {
  const message = `${visible(name)} is a link to ${visible(target)}, which is no log in this archive: its stops are not known; get that file.`;
  return new ReadError('unreadable', message);
}

/** A file may hold stops and is not read, because it is stored as a sparse file. */
export function sparseFile(name: string): ReadError {
  const message = `${visible(name)} is stored as a sparse file and is not read: unpack the archive with GNU tar and name the folder.`;
  return new ReadError('unsupported', message);
}

/** A file begins in an earlier volume of a tar. */
export function continuedFile(name: string): ReadError {
  const message = `${visible(name)} goes on here from an earlier volume of the tar: what stands in that is not known; unpack all volumes with GNU tar (tar -xM) and name the folder.`;
  return new ReadError('unsupported', message);
}

/** A tar ends early; `where` says behind or within what. */
export function cutShort(where: string): ReadError {
  return new ReadError(
    'cut-short',
    `The tar ends ${where}, without its end mark: the download or copy was cut short; ${AGAIN}.`,
  );
}
