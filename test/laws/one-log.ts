import assert from 'node:assert/strict';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import type { Report } from '../../src/model/report.js';
import { type Instant, instant } from '../../src/model/units.js';
import { noWork, type StopWordCount, type Work } from '../../src/model/work.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import type { Unchecked } from '../../src/settings/values.js';

/** How one log on standard input is read. */
export interface Reading {
  readonly options?: Unchecked;
  readonly modifiedAt?: Date | null;
}

/** Gives the report on bytes that come on standard input in pieces; what the reading takes is added to `work`. */
export async function reportOnPieces(
  pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
  { options = {}, modifiedAt = null }: Reading = {},
  work: Work = noWork(),
): Promise<Report> {
  const stdin = {
    name: '-',
    chunks: (async function* () {
      yield* pieces;
    })(),
    modifiedAt: modifiedAt === null ? null : instantOf(modifiedAt),
  };
  const report = await analyseInput(
    { paths: ['-'], stdin },
    checkAnalysis(options, new Date()),
    '0',
    NO_PROGRESS,
    work,
  );
  // Whatever is read, no words of a stop pass in silence.
  assert.equal(work.words.found, work.words.counted + work.words.told);
  return report;
}

/** Gives the report on one log. */
export function reportOn(log: string | Buffer, reading: Reading = {}): Promise<Report> {
  return reportOnPieces([Buffer.from(log)], reading);
}

/** Gives the report on one log, and how its places with the words of a stop are accounted for. */
export async function accountOf(
  log: string,
  reading: Reading = {},
): Promise<{ readonly report: Report; readonly words: StopWordCount }> {
  const work = noWork();
  const report = await reportOnPieces([Buffer.from(log)], reading, work);
  return { report, words: work.words };
}

/** Gives the durations of a report's stops, shortest first. */
export function durationsOf({
  stops,
}: {
  readonly stops: readonly { readonly durationUs: number }[];
}): number[] {
  return stops.map(({ durationUs }) => durationUs).sort((a, b) => a - b);
}

/** Gives the kinds of a report's diagnostics. */
export function kindsOf({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly kind: string }[];
}): string[] {
  return diagnostics.map(({ kind }) => kind);
}

function instantOf(date: Date): Instant {
  return instant(date.getTime() * 1000);
}
