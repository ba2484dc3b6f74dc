import type { DiagnosticKind } from '../model/diagnostic.js';

/** Something that cannot be read, or only in part. Thrown where a stream ends early, yielded where reading goes on. */
export class ReadError extends Error {
  constructor(
    readonly kind: DiagnosticKind,
    message: string,
    /** Whether bytes that were read are unverified too: of this stream, or of an archive's latest member and all that follow. */
    readonly unverifies = false,
  ) {
    super(message);
  }
}

/** Turns a system error into a ReadError. Anything else is a bug and is rethrown. */
export function readErrorOf(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return new ReadError('unreadable', `It cannot be read: ${reasonOf(String(error.code))}.`);
  }
  throw error;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES); run as a user who may read it, or copy it first',
  EPERM: 'permission denied (EPERM); run as a user who may read it, or copy it first',
  ENOENT: 'there is no such file or folder (ENOENT); check the path',
  ENOTDIR: 'part of the path is no folder (ENOTDIR); check the path',
  ELOOP: 'its symbolic links run in a circle (ELOOP)',
  EIO: 'the disk reports a read error (EIO); copy it from elsewhere',
  EMFILE: 'too many files are open (EMFILE); raise the limit with ulimit -n',
};

function reasonOf(code: string): string {
  return REASONS[code] ?? `the system says ${code}`;
}
