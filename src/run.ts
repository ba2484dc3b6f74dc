import { isCompanion, readCompanion } from './companions/index.js';
import { findFindings } from './events/findings.js';
import { findOperations } from './events/operations.js';
import { Scene } from './events/scene.js';
import { NEEDLES } from './messages/catalogue.js';
import { HEAD_LINES } from './messages/record.js';
import { readRecords } from './messages/records.js';
import { stopCounter } from './messages/stop-counter.js';
import { type Diagnostic, diagnostic } from './model/diagnostic.js';
import type { Fact } from './model/fact.js';
import type { LogPlace } from './model/log.js';
import type { Report } from './model/report.js';
import type { AnalysisSettings } from './model/settings.js';
import { NOBODY, type Watcher } from './model/watcher.js';
import { noWork, type Work } from './model/work.js';
import { siftLines } from './sieve/lines.js';
import type { Found, Trouble } from './sources/found.js';
import { type StandardInput, walk } from './sources/walk.js';
import { withoutCopies } from './timeline/copies.js';
import { findGaps } from './timeline/gaps.js';
import { type LogReading, readLog } from './timeline/reading.js';
import { buildTimelines } from './timeline/timeline.js';
import { makeReport } from './verdict/report.js';

const PLAN = { needles: NEEDLES, head: HEAD_LINES };

/** What is to be read. */
export interface Input {
  readonly paths: readonly string[];
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
}

/**
 * Reads every log of the input and judges the stops in them. Where the watcher has it stop, the report tells what was
 * found until then, and that it is not all. What sifting the logs takes is added to `work`.
 */
export async function run(
  input: Input,
  settings: AnalysisSettings,
  version: string,
  watcher: Watcher = NOBODY,
  work: Work = noWork(),
): Promise<Report> {
  const { limits } = settings;
  const found = new Gathering(watcher, work);
  await found.gather(walk(input.paths, { stdin: input.stdin, limits, isCompanion, watcher }));
  if (watcher.signal.aborted) found.interrupt();
  const { readings, troubles, doubts } = found;
  const { logs, diagnostics: copies } = withoutCopies(readings);
  const histories = buildTimelines(logs, found).map((timeline) => {
    const scene = new Scene(timeline, settings.gap);
    const operations = findOperations(timeline, scene);
    return { timeline, operations, findings: findFindings(operations, scene) };
  });
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes, 0);
  const paths = new Set(logs.map(({ place }) => place.path));
  // Where the reading was stopped, it is no fault of a log that it ends in mid-line.
  const isOwn = ({ kind }: Diagnostic) => kind !== 'cut-line' || !watcher.signal.aborted;
  const remarks = logs.flatMap((log) => log.diagnostics.filter(isOwn));
  const diagnostics = [...troubles, ...remarks, ...copies, ...findGaps(logs, found)];
  return makeReport({ histories, diagnostics, doubts, logs: paths.size, bytes }, settings, version);
}

/** So many files of a container are told of that bear a log's name and are none. */
const MOST_STRANGERS = 1000;

/** What was read so far. */
class Gathering {
  readonly readings: LogReading[] = [];
  readonly facts: Fact[] = [];
  /** What could not be read, or is no log. */
  readonly troubles: Diagnostic[] = [];
  /** Paths at and under which nothing is verified. */
  readonly doubts = new Set<string>();
  readonly #watcher: Watcher;
  readonly #work: Work;
  /** How many files that are no logs each container holds. */
  readonly #strangers = new Map<string, number>();

  constructor(watcher: Watcher, work: Work) {
    this.#watcher = watcher;
    this.#work = work;
  }

  /** Reads all that a walk finds. */
  async gather(walk: AsyncIterable<Found>): Promise<void> {
    const alongside: Promise<void>[] = [];
    for await (const found of walk) {
      if (found.kind === 'alongside') alongside.push(this.gather(found.founds));
      else if (found.kind === 'log') await this.#readLog(found);
      else if (found.kind === 'trouble') this.#note(found);
      else this.facts.push(...(await readCompanion(found.place, found.pieces)));
    }
    await Promise.all(alongside);
  }

  /** Says that not all was read, unless that is said already. */
  interrupt(): void {
    if (this.troubles.some(({ kind }) => kind === 'interrupted')) return;
    const message = 'The reading was stopped before all was read; run it again.';
    this.troubles.push(diagnostic('interrupted', '', message));
  }

  #note({ diagnostic, doubts }: Trouble): void {
    this.troubles.push(diagnostic);
    if (doubts !== null) this.doubts.add(doubts);
  }

  async #readLog({ place, pieces }: Extract<Found, { kind: 'log' }>): Promise<void> {
    this.#watcher.log(place.path);
    const lines = siftLines(pieces, PLAN, this.#work);
    const reading = await readLog(place, readRecords(lines, stopCounter(this.#watcher.stop)));
    if (reading.isVmLog) this.readings.push(reading);
    else if (!this.#watcher.signal.aborted && this.#isWorthTelling(place))
      this.troubles.push(...reading.diagnostics, notALog(reading));
  }

  /** A container may hold a hundred thousand files that only bear a log's name. */
  #isWorthTelling({ container, named }: LogPlace): boolean {
    if (named || container === '') return true;
    const count = (this.#strangers.get(container) ?? 0) + 1;
    this.#strangers.set(container, count);
    if (count === MOST_STRANGERS + 1) {
      const message = 'There are more files in it that bear the name of a log and are none.';
      this.troubles.push(diagnostic('foreign-file', container, message));
    }
    return count <= MOST_STRANGERS;
  }
}

/** A file that the user named should be a log; one that was found may bear a log's name by chance. */
function notALog({ place, bytes }: LogReading): Diagnostic {
  const what = bytes === 0 ? 'It is empty' : "No line of it is one of a VM's vmware.log";
  const message = `${what}, so nothing is known from it.`;
  return diagnostic(place.named ? 'not-a-log' : 'foreign-file', place.path, message);
}
