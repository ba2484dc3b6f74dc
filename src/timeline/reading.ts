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
  /** Its first line with a stamp, null where there is none. */
  readonly firstLine: string | null;
  /** Whether it ends in mid-line. */
  readonly cut: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

type LineRecord = Extract<LogRecord, { kind: 'line' }>;

/** Gathers the records of one log. */
export async function readLog(place: LogPlace, records: AsyncIterable<LogRecord[]>): Promise<LogReading> {
  const stamped: (MessageRecord | LineRecord)[] = [];
  const oddities: Oddity[] = [];
  let bytes = 0;
  for await (const batch of records) {
    for (const record of batch) {
      if (record.kind === 'message' || record.kind === 'line') stamped.push(record);
      else if (record.kind === 'end') bytes = record.bytes;
      else oddities.push(record);
    }
  }
  return { place, bytes, ...timed(place, stamped, oddities) };
}

function timed(
  place: LogPlace,
  stamped: readonly (MessageRecord | LineRecord)[],
  oddities: readonly Oddity[],
): Omit<LogReading, 'place' | 'bytes'> {
  const clock = readClock(
    stamped.map(({ stamp }) => stamp),
    place.modifiedAt,
  );
  const previous = readClock(
    stamped.map((record) => (record.kind === 'message' ? record.previous : null)),
    place.modifiedAt,
  );
  const times = clock.map(({ at }) => at);
  const entries = stamped.flatMap((record, index): Entry[] => {
    if (record.kind !== 'message') return [];
    const { at = null, basis = 'unknown' } = clock[index] ?? {};
    const { message, line, origin, thread, opId } = record;
    const offset = record.offset + place.startsAt;
    const previousAt = previous[index]?.at ?? null;
    return [{ message, offset, line, origin, thread, opId, at, basis, previousAt, place }];
  });
  const yearless = stamped.some(({ stamp }) => stamp?.kind === 'yearless');
  return {
    entries,
    firstAt: earliest(times),
    lastAt: latest(times),
    hosted: productOf(stamped),
    isVmLog: stamped.length > 0,
    firstLine: stamped[0]?.line ?? null,
    cut: oddities.some(isCut),
    // A file that is no log may end as it likes.
    diagnostics: remarksOn(
      place,
      entries,
      stamped.length > 0 ? oddities : oddities.filter((oddity) => !isCut(oddity)),
      yearless,
      earliest(times),
    ),
  };
}

function isCut({ kind }: Oddity): boolean {
  return kind === 'cut-line' || kind === 'cut-stop';
}

/** The header decides; without one, what form the lines have. */
function productOf(stamped: readonly (MessageRecord | LineRecord)[]): boolean | null {
  const products = stamped.flatMap((record) =>
    record.kind === 'message' && record.message.kind === 'product' ? [record.message.hosted] : [],
  );
  if (products.length > 0) return products.every((hosted) => hosted);
  const form = stamped.find((record) => record.kind === 'line' && record.hosted !== null);
  return form?.kind === 'line' ? form.hosted : null;
}
