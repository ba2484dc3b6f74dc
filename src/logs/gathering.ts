import { availableParallelism } from 'node:os';
import { readInventoryFile } from '../inventory/index.js';
import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import type { Fact } from '../model/fact.js';
import type { LogPlace } from '../model/log.js';
import type { Work } from '../model/work.js';
import type { Apart, Found, Trouble } from '../sources/found.js';
import type { LogReading } from './log-reading.js';
import { LogStream } from './log-stream.js';
import { OpenLog } from './open-log.js';
import type { Conditions, Receiver } from './receiver.js';
import type { Threads } from './threads.js';

/** So many files of a container are told of that bear a log's name and are none. */
const MOST_STRANGERS = 1000;

/** What was read so far. */
export class Gathering implements Receiver {
  readonly facts: Fact[] = [];
  /** What could not be read, or is no log. */
  readonly troubles: Diagnostic[] = [];
  /** Paths of logs of other programs. */
  readonly others: string[] = [];
  /** Paths at and under which nothing is verified. */
  readonly doubts = new Set<string>();
  readonly #conditions: Conditions;
  readonly #work: Work;
  /** Loaded when there is something for them, which is seldom. */
  #threads: Promise<Threads> | null = null;
  #readings: LogReading[] = [];
  /** Paths of what could not be read, or not in full. */
  readonly #unread = new Set<string>();
  /** Files of which nothing came. */
  readonly #empty: Diagnostic[] = [];
  /** How many files that are no logs each container holds. */
  readonly #strangers = new Map<string, number>();

  /** What sifting the logs takes is added to `work`. */
  constructor(conditions: Conditions, work: Work) {
    this.#conditions = conditions;
    this.#work = work;
  }

  /** Reads all that a walk finds, here and in other threads. */
  async gather(walk: AsyncIterable<Found>): Promise<void> {
    try {
      await this.#gather(walk);
    } finally {
      (await this.#threads)?.end();
    }
    // A file that could not be read is not called empty: nobody knows what it holds.
    this.troubles.push(...this.#empty.filter(({ path }) => !this.#unread.has(path)));
    const { aborted } = this.#conditions.watcher.signal;
    if (aborted && !this.troubles.some(({ kind }) => kind === 'interrupted')) {
      const message = 'The reading was stopped before all was read; run it again.';
      this.troubles.push(diagnostic('interrupted', '', message));
    }
  }

  /** Gives what the logs told and forgets it, for it is the most by far of what is kept. */
  takeReadings(): readonly LogReading[] {
    const readings = this.#readings;
    this.#readings = [];
    return readings;
  }

  open(place: LogPlace): OpenLog {
    const { log, stop } = this.#conditions.watcher;
    log(place.path);
    return new OpenLog(place, stop);
  }

  close(place: LogPlace, log: OpenLog): void {
    const reading = log.reading();
    const { words } = this.#work;
    words.found += reading.words.found;
    words.counted += reading.words.counted;
    words.told += reading.words.told;
    const isOther = log.isOfAnother(reading);
    if (reading.isVmLog && !isOther) return void this.#readings.push(reading);
    if (this.#conditions.watcher.signal.aborted) return;
    if (isOther) this.others.push(place.path);
    if (!this.#isWorthTelling(place)) return;
    if (isOther) this.troubles.push(...reading.diagnostics.filter(isOfAny), ofAnother(place));
    else {
      this.troubles.push(...reading.diagnostics);
      (reading.bytes === 0 ? this.#empty : this.troubles).push(notALog(reading));
    }
  }

  note({ diagnostic, doubts }: Trouble): void {
    this.troubles.push(diagnostic);
    this.#unread.add(diagnostic.path);
    if (doubts !== null) this.doubts.add(doubts);
  }

  learn(facts: readonly Fact[]): void {
    this.facts.push(...facts);
  }

  count({ bytes, candidates, lines, lineBytes }: Work): void {
    this.#work.bytes += bytes;
    this.#work.candidates += candidates;
    this.#work.lines += lines;
    this.#work.lineBytes += lineBytes;
  }

  /** Reads what a walk finds; tells whether that was nothing but files that tell of logs. */
  async #gather(founds: AsyncIterable<Found>): Promise<boolean> {
    const logs = new LogStream(this.#work);
    const isParallel = availableParallelism() > 1;
    const alongside: Promise<unknown>[] = [];
    const wait = (gathered: Promise<unknown>) => {
      // Whether it failed is asked at the end; until then that is no failure of the program.
      gathered.catch(() => {});
      alongside.push(gathered);
    };
    let isEmpty = true;
    for await (const found of founds) {
      isEmpty &&= found.kind === 'companion';
      if (found.kind === 'alongside') wait(this.#gather(found.founds));
      else if (found.kind === 'apart' && isParallel)
        wait(this.#walk(found, () => this.#walkElsewhere(found)));
      else if (found.kind === 'apart') await this.#walk(found, () => this.#gather(found.founds));
      else if (found.kind === 'log') await this.#readLog(found, logs);
      else if (found.kind === 'trouble') this.note(found);
      else this.learn(await readInventoryFile(found.place, found.pieces));
    }
    await Promise.all(alongside);
    return isEmpty;
  }

  async #walk({ walked }: Apart, walk: () => Promise<boolean>): Promise<void> {
    let isEmpty = false;
    try {
      isEmpty = await walk();
    } finally {
      // Whoever waits for that would wait for ever.
      walked?.(isEmpty);
    }
  }

  async #walkElsewhere(file: Apart): Promise<boolean> {
    this.#threads ??= import('./threads.js').then(({ Threads }) => new Threads(this, this.#conditions));
    return (await this.#threads).walk(file);
  }

  async #readLog({ place, pieces }: Extract<Found, { kind: 'log' }>, logs: LogStream): Promise<void> {
    const log = this.open(place);
    await logs.read(log, pieces);
    this.close(place, log);
  }

  /** A container may hold a hundred thousand files that only bear a log's name. */
  #isWorthTelling({ container, named }: LogPlace): boolean {
    if (named || container === '') return true;
    const count = (this.#strangers.get(container) ?? 0) + 1;
    this.#strangers.set(container, count);
    if (count === MOST_STRANGERS + 1) {
      const message = "There are more files in it that are named like a VM's log and are none.";
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

/** What of a log matters only where it is a VM's. */
const OF_VM_LOGS: ReadonlySet<DiagnosticKind> = new Set(['cut-line', 'long-line', 'no-time', 'assumed-time']);

function isOfAny({ kind }: Diagnostic): boolean {
  return !OF_VM_LOGS.has(kind);
}

function ofAnother({ path }: LogPlace): Diagnostic {
  const message =
    "It is the log of another program: no line of it is one of a VM's process, so it is left out.";
  return diagnostic('other-log', path, message);
}
