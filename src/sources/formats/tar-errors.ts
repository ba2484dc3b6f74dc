import { visible } from '../../model/text.js';
import { ReadError } from '../read-error.js';

const AGAIN = 'get the file again';

/** Says that part of a tar was lost or changed: the member before it and all that come after it are in doubt. */
export function lostPart(what: string): ReadError {
  const message = `${what}: part of the archive was lost or changed, and stops near it are unverified; ${AGAIN}.`;
  return new ReadError('corrupt', message, true);
}

/** Says that a link leads to a log that the archive does not hold. */
export function lostLink(name: string, target: string): ReadError {
  const message = `${visible(name)} is a link to ${visible(target)}, which is no log in this archive: its stops are not known; get that file.`;
  return new ReadError('unreadable', message);
}

/** Says that a file may hold stops and is not read, since it is stored without its holes. */
export function sparseFile(name: string): ReadError {
  const message = `${visible(name)} is stored as a sparse file and is not read: unpack the archive with GNU tar and name the folder.`;
  return new ReadError('unsupported', message);
}

/** Says that a file begins in an earlier volume of a tar in several. */
export function continuedFile(name: string): ReadError {
  const message = `${visible(name)} goes on here from an earlier volume of the tar: what stands in that is not known; unpack all volumes with GNU tar (tar -xM) and name the folder.`;
  return new ReadError('unsupported', message);
}

/** Says that a tar ends too early; `where` tells after or within what. */
export function cutShort(where: string): ReadError {
  return new ReadError(
    'cut-short',
    `The tar ends ${where}, without its end mark: the download or copy was cut short; ${AGAIN}.`,
  );
}
