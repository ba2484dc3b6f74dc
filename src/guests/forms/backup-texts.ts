import type { GuestMessage } from '../../model/guest.js';

/** What follows `Backup.General.ExternalFreeze: ` or `...ExternalThaw: ` in any log. */
const TEXTS: readonly (readonly [RegExp, GuestMessage | null])[] = [
  [/^Freeze: Suspending system$/, { kind: 'freeze-requested' }],
  [/^Freeze: System suspended$/, { kind: 'frozen' }],
  [/^Thaw: Resuming system$/, { kind: 'thaw-requested' }],
  [/^Thaw: System resumed$/, { kind: 'thawed' }],
  [/^Freeze: Warning, /, null],
];

const JOURNAL = /^Freeze: Start a journal restore for this backup with journal file: (?<file>.+)$/;
const OF_BACKUP = /^Backup\.General\.External(?<text>(?:Freeze|Thaw): .*)$/;
/** Argument 7 is the time after which writers are blocked. */
const CALL = /ExternalFreeze\((?:[^,()]*,){6}\s*(?<seconds>\d{1,6})\s*[,)]/;

/** Gives what a text of ExternalFreeze or ExternalThaw tells; undefined where it is not one of theirs. */
export function backupText(text: string): GuestMessage | null | undefined {
  const ofBackup = OF_BACKUP.exec(text.trimEnd())?.groups?.text;
  if (ofBackup === undefined) return undefined;
  const known = TEXTS.find(([pattern]) => pattern.test(ofBackup));
  if (known !== undefined) return known[1];
  const file = JOURNAL.exec(ofBackup)?.groups?.file;
  return file === undefined ? { kind: 'unclear' } : { kind: 'journal', text: `journal ${file}` };
}

/** Gives the limit that a call of ExternalFreeze names, null where a text is no such call. 0 is the default, 600 s. */
export function limitIn(text: string): GuestMessage | null {
  const seconds = Number(CALL.exec(text)?.groups?.seconds ?? 0);
  return seconds === 0 ? null : { kind: 'limit', seconds };
}

/** Says whether a text speaks of a freeze or a thaw, whatever it says. */
export function mayBeFreeze(text: string): boolean {
  return /\b(?:freez|frozen|froze|thaw)/i.test(text);
}
