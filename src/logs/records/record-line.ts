import { crc32 } from 'node:zlib';
import type { GuestEntry, GuestReading } from '../../model/guest.js';
import type { InventoryFact } from '../../model/inventory-fact.js';
import { jsonText } from '../../model/json-text.js';
import type { ReadProblem } from '../../sources/walk-item.js';
import type { LogEntry, LogReading } from '../log-reading.js';
import type { NoVmLog } from '../read-item.js';

/** The version of the lines. Whoever reads another one cannot know what they mean. */
export const RECORDS_VERSION = 1;

/**
 * What stands on a line of records. The key of the VM comes first, so that any sort brings the lines of a VM together; it
 * is empty for what is not of one VM.
 */
interface AnyLine {
  readonly vm: string;
  readonly records: typeof RECORDS_VERSION;
}

/** A path that a run was told to read. */
interface InputLine extends AnyLine {
  readonly type: 'input';
  readonly path: string;
}

/** What belongs to one reading of a log; copies of the reading have the same `log` and `reading`. */
interface ReadingLine extends AnyLine {
  /** The path of the log. */
  readonly log: string;
  /** A hash of all that was read from the log. */
  readonly reading: string;
}

/** A VM's log; its messages have lines of their own, so many of them. */
export interface LogLine extends ReadingLine, Omit<LogReading, 'entries'> {
  readonly type: 'log';
  readonly messages: number;
}

/** A message of a VM's log. `time` is `at` as people and databases read it. */
export interface MessageLine extends ReadingLine, LogEntry {
  readonly type: 'message';
  /** Its place among the messages of the log, from 0. */
  readonly index: number;
  readonly time: string | null;
}

/** A guest log; its messages have lines of their own, so many of them. */
export interface GuestLogLine extends ReadingLine, Omit<GuestReading, 'entries'> {
  readonly type: 'guest-log';
  readonly messages: number;
}

/** A message of a guest log. */
export interface GuestMessageLine extends ReadingLine, GuestEntry {
  readonly type: 'guest-message';
  readonly index: number;
}

/** What a file beside the logs tells. */
interface FactLine extends AnyLine, InventoryFact {
  readonly type: 'fact';
}

/** What could not be read, or only in part. */
interface ProblemLine extends AnyLine, Omit<ReadProblem, 'kind'> {
  readonly type: 'problem';
}

/** A file that was read and is no log of a VM. */
interface NoVmLogLine extends AnyLine, Omit<NoVmLog, 'kind'> {
  readonly type: 'no-vm-log';
}

/** The last line of a run with this key: how many it wrote, and the sum of their checksums. */
export interface EndLine extends AnyLine {
  readonly type: 'end';
  readonly lines: number;
  readonly sum: number;
  /** For the empty key: how many VMs' end lines the run wrote. */
  readonly vms?: number;
}

export type RecordLine =
  | InputLine
  | LogLine
  | MessageLine
  | GuestLogLine
  | GuestMessageLine
  | FactLine
  | ProblemLine
  | NoVmLogLine
  | EndLine;

/** A line as text with its end, and its checksum. */
export interface WrittenLine {
  readonly text: string;
  readonly crc: number;
}

/** Writes a line. It ends with a checksum of all that stands before. */
export function writeLine(line: RecordLine): WrittenLine {
  const body = jsonText(line).slice(0, -1);
  const crc = crc32(body);
  return { text: `${body}${CRC}${crc}}\n`, crc };
}

const CRC = ',"crc":';
const BEGINNING = /^\{"vm":"(?:[^"\\]|\\.)*","records":(\d+),/;

/** What a line of text is. */
export type FoundLine =
  | { readonly kind: 'record'; readonly line: RecordLine; readonly crc: number }
  /** A line of another version. */
  | { readonly kind: 'other-version'; readonly version: string }
  /** No line of records, or one that was cut or changed. */
  | { readonly kind: 'foreign' };

/** Reads a line without its end. */
export function readLine(text: string): FoundLine {
  const version = BEGINNING.exec(text)?.[1];
  if (version === undefined) return { kind: 'foreign' };
  if (version !== String(RECORDS_VERSION)) return { kind: 'other-version', version };
  const end = text.lastIndexOf(CRC);
  const body = text.slice(0, Math.max(end, 0));
  const crc = crc32(body);
  if (text.slice(body.length) !== `${CRC}${crc}}`) return { kind: 'foreign' };
  const line = parsed(`${body}}`);
  return isAsWritten(line) ? { kind: 'record', line, crc } : { kind: 'foreign' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const TYPES: Readonly<Record<RecordLine['type'], true>> = {
  input: true,
  log: true,
  message: true,
  'guest-log': true,
  'guest-message': true,
  fact: true,
  problem: true,
  'no-vm-log': true,
  end: true,
};

/** The checksum was right: the line is one that `writeLine` of this version wrote, which vouches for its type. */
function isAsWritten(line: unknown): line is RecordLine {
  return (
    typeof line === 'object' && line !== null && 'type' in line && Object.hasOwn(TYPES, String(line.type))
  );
}
