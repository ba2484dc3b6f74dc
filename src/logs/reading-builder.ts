import { isStopMessage } from '../messages/entries.js';
import type { LogRecord, MessageRecord } from '../messages/log-record.js';
import type { Stamp } from '../messages/stamp.js';
import { detached } from '../model/detached.js';
import type { LogPlace } from '../model/log.js';
import type { Instant } from '../model/units.js';
import { noStopWords } from '../model/work.js';
import { basisOf, isYearless, readYears, timeOf, type YearlessStamp } from './clock.js';
import { DumpReader } from './dump.js';
import { KeptEntries } from './kept-entries.js';
import { isOdd, Oddities, type OddLine, ofYear } from './line-diagnostics.js';
import type { LogEntry, LogReading } from './log-reading.js';

type LineRecord = Extract<LogRecord, { kind: 'line' }>;
type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** Shared by all logs without entries. */
const NONE: readonly never[] = [];

/** Builds the reading of one log from its records, in order. Records are not kept: a log may have a million. */
export class ReadingBuilder {
  readonly #place: LogPlace;
  readonly #kept = new KeptEntries<Draft<LogEntry>>();
  /** Stop lines that may need a diagnostic. */
  readonly #odd: Draft<OddLine>[] = [];
  readonly #oddities = new Oddities();
  /** Lines without a year, which only later lines tell: the lines themselves, and those before a stop. */
  readonly #undated: { readonly stamp: YearlessStamp; readonly entry: Draft<LogEntry> | null }[] = [];
  readonly #undatedBefore: { readonly stamp: YearlessStamp; readonly line: Draft<OddLine> }[] = [];
  #firstAt: Instant | null = null;
  #lastAt: Instant | null = null;
  #endAt: Instant | null = null;
  readonly #dump = new DumpReader();
  #firstLine: string | null = null;
  #lastLine: string | null = null;
  /** Whether the product is hosted: by its headers, and by the form of its lines. */
  #product: boolean | null = null;
  #form: boolean | null = null;
  #end: Pick<Extract<LogRecord, { kind: 'end' }>, 'bytes' | 'words'> = { bytes: 0, words: noStopWords() };

  constructor(place: LogPlace) {
    this.#place = place;
  }

  /** Adds the next record. */
  add(record: LogRecord): void {
    if (record.kind === 'message') this.#addMessage(record);
    else if (record.kind === 'line') this.#addLine(record);
    else if (record.kind === 'end') this.#end = record;
    else this.#oddities.add(record);
  }

  /** Returns the reading, once the last record was added. */
  reading(): LogReading {
    const place = this.#place;
    this.#date();
    const isVmLog = this.#firstLine !== null;
    const { entries } = this.#kept;
    this.#oddities.addLines(this.#odd, this.#firstAt);
    return {
      place,
      entries: entries.length === 0 ? NONE : entries,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      endAt: this.#endAt,
      // The header decides; without one, what form the lines have.
      hosted: this.#product ?? this.#form,
      isVmLog,
      bytes: this.#end.bytes,
      words: this.#end.words,
      firstLine: this.#firstLine,
      lastLine: this.#lastLine === null ? null : detached(this.#lastLine),
      cut: this.#oddities.isCut,
      diagnostics: [
        ...this.#oddities.diagnostics(place, isVmLog),
        ...(this.#undated.length > 0 ? [ofYear(place)] : []),
        ...this.#kept.diagnostics(place),
      ],
    };
  }

  #addLine({ line, stamp, hosted }: LineRecord): void {
    this.#firstLine ??= detached(line);
    this.#lastLine = line;
    this.#form ??= hosted;
    this.#cover(stamp, null);
  }

  #addMessage({ message, offset, line, stamp, previous, origin, thread, opId }: MessageRecord): void {
    this.#firstLine ??= detached(line);
    this.#lastLine = line;
    if (message.kind === 'product') this.#product = message.hosted && this.#product !== false;
    const entry: Draft<LogEntry> = {
      message,
      offset: offset + this.#place.startsAt,
      line,
      origin,
      thread,
      opId,
      at: timeOf(stamp),
      basis: basisOf(stamp),
    };
    if (this.#dump.isOfVm(entry)) this.#kept.add(entry);
    this.#cover(stamp, entry);
    if (isStopMessage(message)) this.#compare(entry, stamp, previous);
  }

  /** Keeps a stop line whose figure cannot be checked yet, or is odd. */
  #compare(entry: LogEntry, stamp: Stamp | null, previous: Stamp | null): void {
    const line: Draft<OddLine> = { entry, previousAt: timeOf(previous) };
    if (isYearless(previous)) this.#undatedBefore.push({ stamp: previous, line });
    if (isYearless(stamp) || isYearless(previous) || isOdd(line)) this.#odd.push(line);
  }

  #cover(stamp: Stamp | null, entry: Draft<LogEntry> | null): void {
    this.#endAt = timeOf(stamp);
    if (isYearless(stamp)) this.#undated.push({ stamp, entry });
    else this.#span(timeOf(stamp));
  }

  #span(at: Instant | null): void {
    if (at === null) return;
    if (this.#firstAt === null || at < this.#firstAt) this.#firstAt = at;
    if (this.#lastAt === null || at > this.#lastAt) this.#lastAt = at;
  }

  #date(): void {
    const { modifiedAt } = this.#place;
    const lines = readYears(
      this.#undated.map(({ stamp }) => stamp),
      modifiedAt,
    );
    for (const [index, { entry }] of this.#undated.entries()) {
      const { at = null, basis = 'unknown' } = lines[index] ?? {};
      this.#span(at);
      if (entry === null) continue;
      entry.at = at;
      entry.basis = basis;
    }
    const before = readYears(
      this.#undatedBefore.map(({ stamp }) => stamp),
      modifiedAt,
    );
    for (const [index, { line }] of this.#undatedBefore.entries())
      line.previousAt = before[index]?.at ?? null;
  }
}
