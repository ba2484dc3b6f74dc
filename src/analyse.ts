import { findFindings } from './events/findings.js';
import { findOperations } from './events/operations.js';
import { TimelineIndex } from './events/timeline-index.js';
import { collectLogs } from './logs/collect.js';
import type { LogCollection } from './logs/collection.js';
import { missingInputs } from './logs/missing-inputs.js';
import { withOthersOnly } from './logs/other-programs.js';
import { RECOGNISERS } from './logs/recognisers.js';
import type { Advice } from './model/advice.js';
import type { Baseline } from './model/baseline.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { GuestReading, GuestStory } from './model/guest.js';
import { pauses } from './model/pause.js';
import { NO_PROGRESS, type Progress } from './model/progress.js';
import type { Report } from './model/report.js';
import type { AnalysisSettings, ExpectedInputs, OptionFile } from './model/settings.js';
import { noWork, type Work } from './model/work.js';
import { STDIN_PATH, type StandardInput, walk } from './sources/walk.js';
import type { WalkItem } from './sources/walk-item.js';
import { withoutCopies } from './timeline/copies.js';
import { findGaps } from './timeline/gaps.js';
import { buildTimelines, type VmTimeline } from './timeline/timeline.js';
import type { History } from './verdict/judge.js';
import { type Findings, makeReport } from './verdict/report.js';

/** What is to be read. */
export interface Input {
  readonly paths: readonly string[];
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
}

/**
 * Reads every log of the input and judges the stops in them. If aborted, returns a partial report marked incomplete.
 * What reading the logs takes is added to `work`. Throws UsageError for a CPF or a baseline that cannot be read, before any
 * log is.
 */
export async function analyseInput(
  input: Input,
  given: AnalysisSettings,
  version: string,
  progress: Progress = NO_PROGRESS,
  work: Work = noWork(),
): Promise<Report> {
  const settings = given.cpf === null ? given : await readMirror(given, given.cpf);
  const baseline = given.baseline === null ? null : await readEarlier(given.baseline);
  const expected = given.expect === null ? null : await readList(given.expect);
  const related = await readInput(input, settings, expected, progress, work);
  return judge(related, settings, version, progress.signal, baseline);
}

/** Loaded on demand: most runs are compared with no other. */
async function readEarlier(file: OptionFile): Promise<Baseline> {
  const { readBaseline } = await import('./settings/baseline.js');
  return readBaseline(file);
}

/** Loaded on demand: most runs name no list of inputs. */
async function readList(file: OptionFile): Promise<ExpectedInputs> {
  const { readExpected } = await import('./settings/expected.js');
  return readExpected(file);
}

/** Loaded on demand: most runs name no CPF. */
async function readMirror(settings: AnalysisSettings, cpf: OptionFile): Promise<AnalysisSettings> {
  const { withCpf } = await import('./settings/mirror.js');
  return withCpf(settings, cpf);
}

/** By itself, so that nothing holds the collection once its logs are related. */
async function readInput(
  input: Input,
  settings: AnalysisSettings,
  expected: ExpectedInputs | null,
  progress: Progress,
  work: Work,
): Promise<Related> {
  const conditions = { limits: settings.limits, progress };
  const found = await collectLogs(walkOf(input, settings, progress), conditions, work);
  return relate(found, namesOf(input), progress.signal.aborted, expected);
}

function walkOf(
  { paths, stdin }: Input,
  { limits, guests }: Pick<AnalysisSettings, 'limits' | 'guests'>,
  progress: Progress,
): AsyncIterable<WalkItem> {
  return walk({ paths, guests: guests.paths }, { stdin, limits, known: RECOGNISERS, progress });
}

/** Gives the paths by which a report speaks of the input. */
function namesOf({ paths, stdin }: Input): readonly string[] {
  return paths.map((path) => (path === STDIN_PATH ? (stdin?.name ?? path) : path));
}

/**
 * Reads every log of the input and writes what was read as records, for another run to judge. `write` takes pieces of
 * text, and more is read once it is done. Gives what could not be read, and everything else there is to say of the
 * logs. If aborted, the records lack their last lines, which tells whoever reads them.
 */
export async function recordInput(
  input: Input,
  settings: Pick<AnalysisSettings, 'limits' | 'guests'>,
  write: (text: Iterable<string>) => Promise<void>,
  progress: Progress = NO_PROGRESS,
): Promise<readonly Diagnostic[]> {
  const inputs = [...new Set([...namesOf(input), ...settings.guests.paths])];
  const { recordLogs } = await import('./logs/record-logs.js');
  return recordLogs(walkOf(input, settings, progress), inputs, write, progress);
}

/** Judges what the logs tell together. If aborted meanwhile, the report covers only the VMs that were judged until then. */
export async function judge(
  { timelines, diagnostics, guests: readings, ...others }: Related,
  settings: AnalysisSettings,
  version: string,
  signal: AbortSignal = NO_PROGRESS.signal,
  baseline: Baseline | null = null,
): Promise<Report> {
  // What was read until an abort is judged in full.
  const { aborted: wasAborted } = signal;
  const histories: History[] = [];
  const pause = pauses();
  const goesOn = async () => {
    await pause();
    return wasAborted || !signal.aborted;
  };
  for (const timeline of timelines) {
    if (!(await goesOn())) break;
    histories.push(historyOf(timeline, settings));
  }
  await pause();
  const unjudged = timelines.length - histories.length;
  const guests = await storyOf(readings, settings);
  return makeReport(
    { ...others, guests, histories, diagnostics, unjudged, baseline },
    settings,
    version,
    goesOn,
  );
}

/** Loaded on demand: most runs read no guest logs. */
async function storyOf(
  readings: readonly GuestReading[],
  { guests, policy: { approachPercent }, filters: { since, until } }: AnalysisSettings,
): Promise<GuestStory | null> {
  if (readings.length === 0) return null;
  const { tellGuests } = await import('./guests/story.js');
  return tellGuests(readings, { ...guests, approachPercent, since, until });
}

/** Says which QoS timeout the stops of a report call for; hours are those of a named zone. */
export async function adviseOn(report: Report, zone: string): Promise<Advice> {
  const { adviceOn } = await import('./verdict/advice.js');
  return adviceOn(report, zone);
}

/** What the logs tell together. */
interface Related extends Omit<Findings, 'histories' | 'unjudged' | 'guests' | 'baseline'> {
  readonly timelines: readonly VmTimeline[];
  readonly guests: readonly GuestReading[];
}

/**
 * Makes a timeline of each VM; of the readings only few lines are needed any longer. `aborted`: reading was stopped.
 * `expected` are the inputs that should be there, null where nobody said.
 */
export function relate(
  found: LogCollection,
  paths: readonly string[],
  aborted: boolean,
  expected: ExpectedInputs | null = null,
): Related {
  const { readings, problems, others, doubts } = found;
  const { logs, diagnostics: copies } = withoutCopies(readings);
  // If reading was stopped, a log that ends in mid-line is not at fault.
  const isOwn = ({ kind }: Diagnostic) => kind !== 'cut-line' || !aborted;
  const ofLogs = logs.flatMap((log) => log.diagnostics.filter(isOwn));
  const { timelines, diagnostics: identity } = buildTimelines(logs, found);
  const reported = problems.filter(({ kind }) => kind !== 'other-log');
  const read = [...readings, ...found.guests].map(({ place }) => place);
  const known = [...read, ...reported].map(({ path }) => path);
  const inputs = [...paths, ...found.inputs];
  return {
    timelines,
    guests: found.guests,
    diagnostics: [
      ...problems,
      ...ofLogs,
      ...copies,
      ...identity,
      ...findGaps(logs, found),
      ...withOthersOnly(inputs, others, known),
      ...(expected === null || aborted ? [] : missingInputs(expected, new Set(inputs), known)),
    ],
    logs: new Set(logs.map(({ place }) => place.path)).size,
    bytes: readings.reduce((sum, reading) => sum + reading.bytes, 0),
    doubts: new Set(doubts),
  };
}

function historyOf({ entries, stops, ...vm }: VmTimeline, { gap }: AnalysisSettings): History {
  const timeline = new TimelineIndex({ entries, stops }, gap);
  const operations = findOperations(stops, timeline);
  return { vm, operations, findings: findFindings(operations, timeline) };
}
