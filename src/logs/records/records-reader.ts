import { LineSplitter } from '../../lines/line-splitter.js';
import type { GuestEntry } from '../../model/guest.js';
import type { ByteStream } from '../../sources/byte-stream.js';
import { ReadError } from '../../sources/read-error.js';
import type { LogEntry } from '../log-reading.js';
import type { ReadItem } from '../read-item.js';
import { type GatheredReading, OpenReadings } from './open-readings.js';
import {
  type GuestLogLine,
  type GuestMessageLine,
  type LogLine,
  type MessageLine,
  RECORDS_VERSION,
  type RecordLine,
  readLine,
} from './record-line.js';
import { Tally } from './tally.js';

/** A line of a log has 64 KiB at most; a record may hold two, and each of their characters may take seven. */
const MAX_RECORD_BYTES = 1024 * 1024;

type GatheredLog = GatheredReading<LogLine, LogEntry>;
type GatheredGuest = GatheredReading<GuestLogLine, GuestEntry>;

/** Reads a file of records: what was read elsewhere is given as if it were read here. */
export class RecordsReader {
  readonly #give: (item: ReadItem) => void | Promise<void>;
  readonly #tally = new Tally();
  readonly #logs = new OpenReadings<LogLine, LogEntry>();
  readonly #guests = new OpenReadings<GuestLogLine, GuestEntry>();
  readonly #versions = new Set<string>();
  /** Lines so far. */
  #lines = 0;
  readonly #headless: ReadError[] = [];
  /** VMs that were written, less those that are here. */
  #lacking = 0;
  #foreign = 0;
  #firstForeign = 0;

  /** `give` takes what was read, each log once all its lines are there. */
  constructor(give: (item: ReadItem) => void | Promise<void>) {
    this.#give = give;
  }

  /** Reads the lines to their end. */
  async read(chunks: ByteStream): Promise<void> {
    const splitter = new LineSplitter('\n', 'utf8', MAX_RECORD_BYTES);
    for await (const chunk of chunks) await this.#takeAll(await splitter.push(chunk));
    await this.#takeAll(await splitter.rest());
    for (const log of this.#logs.rest()) await this.#giveLog(log);
    for (const guest of this.#guests.rest()) await this.#giveGuest(guest);
    if (this.#lacking !== 0) await this.#give({ kind: 'lacking', vms: this.#lacking });
  }

  /** Gives what is wrong with the lines, once they were read. */
  *errors(): Generator<ReadError> {
    if (this.#versions.size > 0) yield otherVersion([...this.#versions]);
    if (this.#foreign > 0) yield foreignLines(this.#foreign, this.#firstForeign);
    if (!this.#tally.isWhole()) yield notWhole();
    yield* this.#headless;
  }

  async #takeAll(lines: readonly { readonly text: string }[]): Promise<void> {
    for (const { text } of lines) {
      this.#lines++;
      const line = text.endsWith('\r') ? text.slice(0, -1) : text;
      if (line !== '') await this.#takeText(line);
    }
  }

  async #takeText(text: string): Promise<void> {
    const found = readLine(text);
    if (found.kind === 'other-version') this.#versions.add(found.version);
    else if (found.kind === 'record') await this.#take(found.line, found.crc);
    else if (this.#foreign++ === 0) this.#firstForeign = this.#lines;
  }

  async #take(line: RecordLine, crc: number): Promise<void> {
    if (line.type === 'end') {
      this.#lacking += line.vms ?? -1;
      return this.#tally.end(line);
    }
    this.#tally.add(line, crc);
    if (line.type === 'message') await this.#giveLog(this.#logs.addEntry(line, entryOf(line)));
    else if (line.type === 'log') await this.#giveLog(this.#logs.addHead(line));
    else if (line.type === 'guest-message')
      await this.#giveGuest(this.#guests.addEntry(line, guestEntryOf(line)));
    else if (line.type === 'guest-log') await this.#giveGuest(this.#guests.addHead(line));
    else await this.#give(ownItem(line));
  }

  async #giveLog(log: GatheredLog | null): Promise<void> {
    if (log === null) return;
    if (log.head === null) return void this.#headless.push(headless(log));
    const { vm, records, type, log: path, reading, messages, ...rest } = log.head;
    // What is known of a log whose last messages are missing is a beginning of it.
    const cut = rest.cut || log.entries.length < messages;
    await this.#give({ kind: 'reading', reading: { ...rest, entries: log.entries, cut } });
  }

  async #giveGuest(log: GatheredGuest | null): Promise<void> {
    if (log === null) return;
    if (log.head === null) return void this.#headless.push(headless(log));
    const { vm, records, type, log: path, reading, messages, ...rest } = log.head;
    const cut = rest.cut || log.entries.length < messages;
    await this.#give({ kind: 'guest', reading: { ...rest, entries: log.entries, cut } });
  }
}

function entryOf({ message, offset, line, origin, thread, opId, at, basis }: MessageLine): LogEntry {
  return { message, offset, line, origin, thread, opId, at, basis };
}

function guestEntryOf({ message, stamp, instance, form, text, offset }: GuestMessageLine): GuestEntry {
  return { message, stamp, instance, form, text, offset };
}

/** Gives what stands on a line alone. */
function ownItem(line: Extract<RecordLine, { type: 'input' | 'fact' | 'problem' | 'no-vm-log' }>): ReadItem {
  if (line.type === 'input') return { kind: 'input', path: line.path };
  if (line.type === 'problem')
    return { kind: 'problem', diagnostic: line.diagnostic, named: line.named, doubts: line.doubts };
  if (line.type === 'fact') {
    const { statement, place, root } = line;
    return { kind: 'facts', facts: [{ statement, place, root }] };
  }
  const { path, named, isOther, isEmpty, diagnostics } = line;
  return { kind: 'no-vm-log', path, named, isOther, isEmpty, diagnostics };
}

function headless({ log, entries }: GatheredReading<unknown, unknown>): ReadError {
  const message = `The line that tells of the log ${log} is missing, so ${entries.length} of its messages are left out: write these records again.`;
  return new ReadError('cut-short', message);
}

function otherVersion(versions: readonly string[]): ReadError {
  const message = `Lines of it are records of version ${versions.join(' and ')}, and this version of stuntime reads version ${RECORDS_VERSION}: they are left out. Write and judge records with the same version of stuntime.`;
  return new ReadError('unsupported', message);
}

function foreignLines(count: number, first: number): ReadError {
  const more = count > 1 ? `, and ${count - 1} more` : '';
  const message = `Line ${first}${more}: no records of stuntime, or records that were cut or changed. They are left out; write these records again.`;
  return new ReadError('corrupt', message);
}

function notWhole(): ReadError {
  const message =
    'Not all lines of these records are there: they were cut, or are still being written. What is there counts; write them again.';
  return new ReadError('cut-short', message);
}
