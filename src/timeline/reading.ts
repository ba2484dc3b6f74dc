import type { LogRecord, MessageRecord } from '../messages/record.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import { earliest, type Instant, latest } from '../model/units.js';
import { readClock } from './clock.js';
import type { Entry, Oddity } from './entry.js';
import { remarksOn } from './remarks.js';

/** All that one log told. */
export interface LogReading {
  readonly place: LogPlace;
  readonly entries: readonly Entry[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** Whether the product is a hosted one, null where no line tells. */
  readonly hosted: boolean | null;
  /** Whether any line is one of a VMware log of a VM. */
  readonly isVmLog: boolean;
  readonly bytes: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gathers the records of one log. */
export async function readLog(place: LogPlace, records: AsyncIterable<LogRecord[]>): Promise<LogReading> {
  const messages: MessageRecord[] = [];
  const lines: Extract<LogRecord, { kind: 'line' }>[] = [];
  const oddities: Oddity[] = [];
  let bytes = 0;
  for await (const batch of records) {
    for (const record of batch) {
      if (record.kind === 'message') messages.push(record);
      else if (record.kind === 'line') lines.push(record);
      else if (record.kind === 'end') bytes = record.bytes;
      else oddities.push(record);
    }
  }
  return { place, bytes, ...timed(place, messages, lines, oddities) };
}

function timed(
  place: LogPlace,
  messages: readonly MessageRecord[],
  lines: readonly Extract<LogRecord, { kind: 'line' }>[],
  oddities: readonly Oddity[],
): Omit<LogReading, 'place' | 'bytes'> {
  const stamps = [
    ...lines.slice(0, -1).map(({ stamp }) => stamp),
    ...messages.map(({ stamp }) => stamp),
    lines.at(-1)?.stamp ?? null,
  ];
  const clock = readClock(stamps, place.modifiedAt);
  const previous = readClock(
    messages.map((message) => message.previous),
    place.modifiedAt,
  );
  const at = clock.map((reading) => reading.at);
  const entries = messages.map((message, index): Entry => {
    const { at = null, basis = 'unknown' } = clock[Math.max(0, lines.length - 1) + index] ?? {};
    return { ...message, at, basis, previousAt: previous[index]?.at ?? null, place };
  });
  const yearless = stamps.some((stamp) => stamp?.kind === 'yearless');
  return {
    entries,
    firstAt: earliest(at),
    lastAt: latest(at),
    hosted: productOf(messages, lines),
    isVmLog: lines.length > 0 || messages.length > 0,
    diagnostics: remarksOn(place, entries, oddities, yearless, earliest(at)),
  };
}

/** The header decides; without one, what form the lines have. */
function productOf(
  messages: readonly MessageRecord[],
  lines: readonly { readonly hosted: boolean | null }[],
): boolean | null {
  const products = messages.map(({ message }) => message).filter((message) => message.kind === 'product');
  if (products.length > 0) return products.every(({ hosted }) => hosted);
  return lines.find(({ hosted }) => hosted !== null)?.hosted ?? null;
}
