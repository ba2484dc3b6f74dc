import type { LogReading } from '../logs/log-reading.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { addTo, groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { type Compare, compareNumber, compareText, descending, inTurn } from '../model/order.js';
import { isOfRotation, isOnVolume, vmOfLog } from '../model/vm-place.js';

/** A log that counts, with the places where copies of it were found. */
export interface KeptLog extends LogReading {
  readonly copies: readonly LogPlace[];
}

/** Gives where a log and its copies stand. */
export function placesOf({ place, copies }: KeptLog): readonly LogPlace[] {
  return [place, ...copies];
}

/** Logs without their copies, and which were copies. */
export interface Kept {
  readonly logs: readonly KeptLog[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Keeps of each log one reading, the longest: two bundles made one after the other hold a log in two lengths. Readings of
 * one path must come in one order always; the order of the others does not matter.
 */
export function withoutCopies(readings: readonly LogReading[]): Kept {
  const logs: KeptLog[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const same of groupBy(readings, ({ firstLine }) => firstLine).values()) {
    const known = new KnownLogs();
    for (const reading of same.sort(bestFirst)) {
      const original = known.originalOf(reading);
      if (original === null) logs.push(known.keep(reading));
      else {
        original.copies.push(reading.place);
        diagnostics.push(sameLog(reading, original));
      }
    }
  }
  return { logs, diagnostics: [...diagnostics, ...sharedPaths(logs)] };
}

/** Reports paths under which several logs were read that are no copies: nobody knows whether they are of one VM. */
function sharedPaths(logs: readonly KeptLog[]): readonly Diagnostic[] {
  const byPath = groupBy(logs, ({ place: { path, startsAt } }) => `${startsAt} ${path}`);
  return [...byPath.values()].flatMap(([{ place }, ...others]) =>
    others.length === 0 ? [] : [diagnostic('shared-path', place.path, differing(others.length + 1))],
  );
}

function differing(count: number): string {
  return (
    `${count} different logs have this path: it stands on several machines, or changed between two runs that wrote records, ` +
    'or is in an archive twice. All of them count, as logs of one VM unless they name several; read them by paths that differ.'
  );
}

type Original = KeptLog & { readonly copies: LogPlace[] };

/** A log is compared with so many that begin alike: somebody may hand in a hundred thousand of them. */
const MOST_COMPARED = 200;

/** The logs of one first line. */
class KnownLogs {
  readonly #byVm = new Map<string, [Original, ...Original[]]>();
  /** By where the first message stands, which copies have in common. */
  readonly #byMessage = new Map<number, [Original, ...Original[]]>();
  /** Those without a message, by what else copies have in common. */
  readonly #byEnds = new Map<string, [Original, ...Original[]]>();

  /** Gives the log that this one is a copy of. */
  originalOf(reading: LogReading): Original | null {
    const ofVm = this.#byVm.get(vmOfLog(reading.place).key) ?? [];
    const [first] = reading.entries;
    const others =
      first === undefined ? this.#byEnds.get(endsOf(reading)) : this.#byMessage.get(first.offset);
    const candidates = [...ofVm.slice(0, MOST_COMPARED), ...(others ?? []).slice(0, MOST_COMPARED)];
    return candidates.find((other) => isCopy(reading, other)) ?? null;
  }

  keep(reading: LogReading): Original {
    // Logs are told apart by this object: a reading that came as a copy may share its own with others.
    const original = { ...reading, place: { ...reading.place }, copies: [] };
    addTo(this.#byVm, vmOfLog(reading.place).key, original);
    const first = reading.entries[0];
    if (first === undefined) addTo(this.#byEnds, endsOf(reading), original);
    else addTo(this.#byMessage, first.offset, original);
    return original;
  }
}

/** Of two of one length the one in a VM's folder counts, then the one that was written first. Records may lack messages. */
const bestFirst: Compare<LogReading> = inTurn(
  descending((a, b) => a.bytes - b.bytes),
  descending((a, b) => a.entries.length - b.entries.length),
  descending((a, b) => Number(isInFolder(a.place)) - Number(isInFolder(b.place))),
  (a, b) => compareNumber(a.place.modifiedAt, b.place.modifiedAt),
  (a, b) => compareText(a.place.path, b.place.path),
);

function isInFolder(place: LogPlace): boolean {
  return place.folderName !== null && isOfRotation(place);
}

/**
 * Two folders of other names in one container, or on two volumes, are those of two VMs, whatever their logs hold: to
 * count a stop twice is a lesser evil than to miss a VM.
 */
function canBeOneVm(one: LogPlace, other: LogPlace): boolean {
  if (!isInFolder(one) || !isInFolder(other) || one.folderName === other.folderName) return true;
  const [a, b] = [vmOfLog(one).key, vmOfLog(other).key];
  if (a === b) return true;
  if (isOnVolume(a) && isOnVolume(b)) return false;
  return one.container !== other.container || one.named || other.named;
}

/** A log without any message could begin like another by chance, unless both are of one VM or end alike as well. */
function isCopy(short: LogReading, long: LogReading): boolean {
  if (short.entries.length > long.entries.length || !isBeginningOf(short, long)) return false;
  if (!canBeOneVm(short.place, long.place)) return false;
  if (short.entries.length > 0 || vmOfLog(short.place).key === vmOfLog(long.place).key) return true;
  return long.entries.length === 0 && endsOf(short) === endsOf(long);
}

/** What two logs that begin alike have in common where they are the same to the end: stamps tell lines apart. */
function endsOf({ bytes, lastLine }: LogReading): string {
  return `${bytes} ${lastLine}`;
}

/** Says whether all messages of a log are the first ones of another. */
function isBeginningOf(short: LogReading, long: LogReading): boolean {
  const next = long.entries[short.entries.length];
  if (next !== undefined && next.offset < short.bytes && !short.cut) return false;
  const last = short.entries.length - 1;
  return short.entries.every(({ offset, line }, index) => {
    const other = long.entries[index];
    if (other?.offset !== offset) return false;
    return other.line === line || (index === last && other.line.startsWith(line));
  });
}

function sameLog(copy: LogReading, original: LogReading): Diagnostic {
  const than =
    copy.bytes < original.bytes ? `, which goes on for ${original.bytes - copy.bytes} bytes more` : '';
  const message = `It is the same log as ${original.place.path}${than}: it counts once.`;
  return diagnostic('same-log', copy.place.path, message);
}
