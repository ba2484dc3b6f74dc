import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { LogReading } from './log-reading.js';
import type { NoVmLog } from './read-item.js';

/** At most so many files of one container are reported that bear a log's name and are none. */
const MOST_REPORTED = 1000;

/** Reports files that were read as logs and are not those of a VM. */
export class NoVmLogs {
  readonly #counts = new Map<string, number>();

  /** Gives what to report of such a file. `isOther`: it is the log of another program. */
  of({ place, bytes, diagnostics }: LogReading, isOther: boolean): NoVmLog {
    const { path, named } = place;
    const base = { kind: 'no-vm-log', path, named, isOther, isEmpty: false } as const;
    const count = this.#count(place);
    if (count === MOST_REPORTED + 1) return { ...base, diagnostics: [moreIn(place)] };
    if (count > MOST_REPORTED) return { ...base, diagnostics: [] };
    if (isOther) return { ...base, diagnostics: [...diagnostics.filter(isOfAnyLog), ofAnother(place)] };
    return { ...base, isEmpty: bytes === 0, diagnostics: [...diagnostics, notALog(place, bytes)] };
  }

  /** Gives what to report of a guest log besides what it tells of the guest. */
  ofGuest({ place, diagnostics }: LogReading): NoVmLog {
    const own = diagnostics.filter(isOfAnyLog);
    const { path, named } = place;
    return { kind: 'no-vm-log', path, named, isOther: false, isEmpty: false, diagnostics: own };
  }

  /** A container may hold a hundred thousand files that only bear a log's name. */
  #count({ container, named }: LogPlace): number {
    if (named || container === '') return 0;
    const count = (this.#counts.get(container) ?? 0) + 1;
    this.#counts.set(container, count);
    return count;
  }
}

function moreIn({ container }: LogPlace): Diagnostic {
  const message = "There are more files in it that are named like a VM's log and are none.";
  return diagnostic('foreign-file', container, message);
}

/** A file that the user named should be a log; one that was found may bear a log's name by chance. */
function notALog({ named, path }: LogPlace, bytes: number): Diagnostic {
  const what = bytes === 0 ? 'It is empty' : "No line of it is one of a VM's vmware.log";
  const message = `${what}, so nothing is known from it.`;
  return diagnostic(named ? 'not-a-log' : 'foreign-file', path, message);
}

/** What matters only in a VM's log. */
const OF_VM_LOGS: ReadonlySet<DiagnosticKind> = new Set(['cut-line', 'long-line', 'no-time', 'assumed-time']);

function isOfAnyLog({ kind }: Diagnostic): boolean {
  return !OF_VM_LOGS.has(kind);
}

function ofAnother({ path }: LogPlace): Diagnostic {
  const message =
    "It is the log of another program: no line of it is one of a VM's process, so it is left out.";
  return diagnostic('other-log', path, message);
}
