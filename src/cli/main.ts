import { fstatSync, type Stats } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import { adviseOn, analyseInput, type Input, recordInput } from '../analyse.js';
import { RECOGNISERS } from '../logs/recognisers.js';
import { leavesUnread } from '../model/diagnostic.js';
import type { Progress } from '../model/progress.js';
import type { Report } from '../model/report.js';
import { instant, US_PER_MS } from '../model/units.js';
import { isBinary, loadAdviceReporter, loadProfileList, loadReporter } from '../reporters/index.js';
import type { RenderOptions } from '../reporters/reporter.js';
import { inPieces } from '../reporters/text/pieces.js';
import { readColumns } from '../settings/columns.js';
import { PROFILES } from '../settings/profiles.js';
import { UsageError } from '../settings/usage-error.js';
import { readVersion } from '../settings/version.js';
import { readStream, shortened } from '../sources/reading.js';
import { STDIN_PATH, type StandardInput } from '../sources/walk.js';
import { type Command, readArguments, type Settings } from './args.js';
import { failureSentence } from './failure.js';
import { noticesOf, noticesOn } from './notices.js';
import { type Output, streamOutput } from './output.js';
import { helpText } from './parser.js';
import { ProgressDisplay, progressStyle } from './progress.js';
import type { RequestedReport } from './requested-reports.js';

const NOT_PROVED = 2;
const LONGEST_OPENING_MS = 1000;
/** More take longer than anybody waits who has stopped the program. */
const MOST_INTERRUPTED_ROWS = 20;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** What to undo when the program ends before its time; the output may still be opening. */
let openOutputs: Promise<readonly Output[]> | null = null;
let display: ProgressDisplay | null = null;

/** What the first signal does: that depends on how far the run is. The next one ends the program at once. */
let stop: (signal: Signal) => void = quit;
let isStopping = false;

/** Node ends a program that has nothing left to wait for, and with 0: no code may say that of a run that is not over. */
let isOver = false;

process.on('uncaughtException', crash);
for (const signal of SIGNALS) process.on(signal, () => onSignal(signal));
process.stderr.on('error', () => {});
process.once('beforeExit', () => isOver || fail(new Error('it waits for something that never comes')));
main()
  .catch(fail)
  .finally(() => {
    isOver = true;
  });

async function main(): Promise<void> {
  const version = readVersion();
  const command = readArguments(process.argv.slice(2), {
    version,
    now: new Date(),
    columns: widthOf(process.stdout),
    shell: process.env.SHELL ?? '',
    cwd: workingFolder(),
  });
  if (command.kind !== 'report' && command.kind !== 'records') return show(await textsOf(command));
  const { settings } = command;
  if (settings.paths.length + settings.analysis.guests.paths.length === 0 && process.stdin.isTTY) {
    process.stderr.write(helpText(widthOf(process.stderr)));
    process.exitCode = NOT_PROVED;
    return;
  }
  if (command.kind === 'records') return record(settings, command.output);
  for (const requested of settings.reports) refuseOnTerminal(requested);
  openOutputs = open(
    settings.reports.map(({ output }) => output),
    settings,
  );
  const outputs = await openOutputs;
  const redacted = await redactorOf(settings);
  const { result, signal } = await reading(settings, (input, progress) =>
    analyseInput(input, settings.analysis, version, progress),
  );
  const report = await redacted(result);
  if (signal !== null) return interrupted(report, settings, signal);
  stop = (signal) => interrupted(report, settings, signal);
  process.exitCode = await write(report, settings, outputs);
}

/** Writes what was read, while it is read. */
async function record(settings: Settings, path: string | null): Promise<void> {
  const { refuseReadingOutput } = await import('./overwriting.js');
  refuseReadingOutput(path, [...pathsOf(settings), ...settings.analysis.guests.paths]);
  openOutputs = open([path], settings);
  const [output] = await openOutputs;
  const { result, signal } = await reading(settings, (input, progress, endEarly) => {
    const write = async (text: Iterable<string>) => {
      await output?.write(inPieces(text));
      if (output?.isReaderGone() === true) endEarly();
    };
    return recordInput(input, settings.analysis, write, progress);
  });
  if (signal !== null) return quit(signal);
  await output?.finish();
  openOutputs = null;
  process.exitCode = NOT_PROVED;
  if (output?.isReaderGone() === true) return;
  for (const notice of noticesOn(result, settings.messages)) complain(notice);
  const { allowPartial } = settings.analysis.policy;
  if (allowPartial || !result.some((each) => leavesUnread(each, false))) process.exitCode = 0;
}

/** It may have been deleted; files may be named from elsewhere. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

async function show(texts: Iterable<string>): Promise<void> {
  const output = streamOutput(process.stdout);
  await output.write(texts);
  await output.finish();
}

/** What is printed in place of a report; most runs need none of it. */
async function textsOf(command: Exclude<Command, { kind: 'report' | 'records' }>): Promise<Iterable<string>> {
  if (command.kind === 'show') return [command.text];
  if (command.kind === 'completion') {
    const { completionScript } = await import('./completion-scripts.js');
    return [completionScript(command.shell)];
  }
  if (command.kind === 'settings') {
    const { settingsText } = await import('./settings-text.js');
    return [settingsText(command.said, command.settings.analysis)];
  }
  const { profileList } = await loadProfileList();
  return profileList(PROFILES, widthOf(process.stdout));
}

/** Loaded on demand: most reports name everything. */
async function redactorOf({ redaction }: Settings): Promise<(report: Report) => Report | Promise<Report>> {
  if (redaction === null) return (report) => report;
  const { redactorFor } = await import('./redaction.js');
  return redactorFor(redaction);
}

/** Guest logs may be all that is named where nothing is piped in: a terminal, or /dev/null in a cron job. */
function pathsOf({ paths, analysis: { guests } }: Settings): readonly string[] {
  if (paths.length > 0 || (guests.paths.length > 0 && !isFed())) return paths;
  return [STDIN_PATH];
}

/** Reads the input and gives what came of it, at its end or when a signal comes. */
async function reading<T>(
  settings: Settings,
  read: (input: Input, progress: Progress, endEarly: () => void) => Promise<T>,
): Promise<{ readonly result: T; readonly signal: Signal | null }> {
  const paths = pathsOf(settings);
  const { isTTY, env } = { isTTY: process.stderr.isTTY, env: process.env };
  const style = progressStyle(settings.progress, settings.messages === 'quiet', { isTTY, env });
  const interruption = new AbortController();
  let cause: Signal | null = null;
  const measured = async () => {
    const { measure } = await import('../sources/measure.js');
    const all = [...paths, ...settings.analysis.guests.paths];
    return measure(all, stdinFile()?.size ?? null, interruption.signal, RECOGNISERS);
  };
  display = new ProgressDisplay(process.stderr, style, measured);
  stop = (signal) => {
    cause = signal;
    display?.end();
    interruption.abort();
  };
  const named = settings.redaction === null ? display.progress : { ...display.progress, log: () => {} };
  const progress = { ...named, signal: interruption.signal };
  const input = { paths, stdin: standardInput(settings.stdinName, progress) };
  const result = await read(input, progress, () => interruption.abort());
  display.end();
  stop = quit;
  return { result, signal: cause };
}

/** Writes the reports and gives the exit code that they come to. */
async function write(report: Report, settings: Settings, outputs: readonly Output[]): Promise<number> {
  // A check is what its caller reads; what goes to a file beside another report decides nothing.
  const deciding = settings.reports.find(({ output }) => output === null) ?? settings.reports[0];
  let exitCode: number | null = null;
  let showsDiagnostics = false;
  try {
    for (const [index, requested] of settings.reports.entries()) {
      const rendered = await render(report, requested, settings);
      await outputs[index]?.write(rendered.pieces);
      if (requested === deciding) exitCode = rendered.exitCode;
      // The answer alone leaves out the notes that it speaks of.
      showsDiagnostics ||= requested.output === null && rendered.showsDiagnostics && !settings.summary;
    }
    for (const output of outputs) await output.finish();
  } catch (error) {
    // After a signal the output is taken away.
    if (!isStopping) throw error;
  }
  if (isStopping) return NOT_PROVED;
  // The reports are in their places, and the run about to end.
  stop = () => {};
  openOutputs = null;
  await addJobSummary(report, settings);
  for (const notice of noticesOf(report, settings.messages, showsDiagnostics)) complain(notice);
  return exitCode ?? report.summary.exitCode;
}

/** A report in its format. */
interface Rendered {
  readonly showsDiagnostics: boolean;
  readonly pieces: Iterable<string | Uint8Array>;
  /** What the run exits with where the format has a convention of its own, else null. */
  readonly exitCode: number | null;
}

async function render(
  report: Report,
  { shown, output }: RequestedReport,
  settings: Settings,
): Promise<Rendered> {
  const options = optionsFor(settings, output === null ? process.stdout : null);
  if (shown.kind === 'report') {
    const { showsDiagnostics, render, exitCode } = await loadReporter(shown.format);
    return { showsDiagnostics, pieces: render(report, options), exitCode: exitCode?.(report) ?? null };
  }
  const { showsDiagnostics, render } = await loadAdviceReporter(shown.format);
  const advice = await adviseOn(report, settings.analysis.zone);
  return { showsDiagnostics, pieces: render(report, advice, options), exitCode: null };
}

/** In a step of GitHub Actions the report stands on the page of the run too. */
async function addJobSummary(report: Report, settings: Settings): Promise<void> {
  const { GITHUB_STEP_SUMMARY: path } = process.env;
  const isAsked = settings.reports.some(({ shown }) => shown.format === 'github');
  if (!isAsked || path === undefined || path === '') return;
  const options = optionsFor(settings, null);
  const { appendSummary } = await import('./job-summary.js');
  const { render } = await loadReporter('markdown');
  await appendSummary(path, render(report, { ...options, color: false, width: null })).catch(
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      complain(`warning: the job summary could not be written: ${reason}`);
    },
  );
}

/** Tells people what is known so far, and ends the program: half a report is none for whoever reads the output. */
async function interrupted(report: Report, settings: Settings, signal: Signal): Promise<void> {
  await abandonOutputs();
  if (settings.messages !== 'quiet') {
    const table = await loadReporter('table');
    const top = Math.min(settings.top || MOST_INTERRUPTED_ROWS, MOST_INTERRUPTED_ROWS);
    for (const piece of table.render(report, optionsFor({ ...settings, top }, process.stderr)))
      process.stderr.write(piece);
    await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
  }
  await quit(signal);
}

/** `stream` is what the report goes to, null for a file. */
function optionsFor(settings: Settings, stream: WriteStream | null): RenderOptions {
  const { rows, top, explain, summary } = settings;
  const { zone } = settings.analysis;
  const isTTY = stream?.isTTY === true;
  const color = wantsColor(settings.color, isTTY, stream === null);
  return { rows, top, zone, explain, summary, color, width: widthOf(stream) };
}

/** A terminal knows its width better than a variable that was set once; some say 0 where they do not know it. */
function widthOf(stream: WriteStream | null): number | null {
  return (stream?.isTTY && stream.columns) || readColumns(process.env.COLUMNS);
}

/** Opens files, or standard output for null; where one cannot be opened, nothing stays of the others. */
async function open(paths: readonly (string | null)[], settings: Settings): Promise<readonly Output[]> {
  const outputs: Output[] = [];
  try {
    for (const path of paths)
      outputs.push(path === null ? streamOutput(process.stdout) : await openFile(path, settings));
  } catch (error) {
    for (const output of outputs) await output.abandon();
    throw error;
  }
  return outputs;
}

/** What is no text would change how a terminal behaves. */
function refuseOnTerminal({ shown: { format }, output }: RequestedReport): void {
  if (output === null && process.stdout.isTTY && isBinary(format))
    throw new UsageError(`--format ${format} is binary: give it a file, --output stops.${format}`);
}

async function openFile(path: string, settings: Settings): Promise<Output> {
  const { refuseOverwriting } = await import('./overwriting.js');
  const { cpf, guests, baseline, expect, policy } = settings.analysis;
  const read = [cpf?.path, baseline?.path, expect?.path, policy.config].filter(
    (each) => typeof each === 'string',
  );
  refuseOverwriting(path, [...pathsOf(settings), ...guests.paths, ...read]);
  const { fileOutput } = await import('./file-output.js');
  return fileOutput(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--output ${JSON.stringify(path)}: ${reason}; it takes a file in a folder that is there`,
    );
  });
}

function standardInput(name: string, progress: Progress): StandardInput {
  const before = stdinFile();
  const chunks = (async function* () {
    yield* readStream(process.stdin, progress);
    const [size, now] = [before?.size ?? 0, stdinFile()?.size ?? 0];
    // Where reading began is not known, so the sizes are compared and not what was read.
    if (now < size) throw shortened(size, now);
  })();
  const modifiedMs = before?.mtimeMs;
  return {
    name,
    chunks,
    modifiedAt: modifiedMs === undefined ? null : instant(Math.floor(modifiedMs) * US_PER_MS),
  };
}

/** A file that was redirected to standard input has a time and a size; a pipe has none. */
function stdinFile(): Stats | null {
  const info = stdinInfo();
  return info?.isFile() === true ? info : null;
}

/** Whether standard input is a file or a pipe, and no device. */
function isFed(): boolean {
  const info = stdinInfo();
  return info !== null && (info.isFile() || info.isFIFO() || info.isSocket());
}

function stdinInfo(): Stats | null {
  try {
    return fstatSync(0);
  } catch {
    return null;
  }
}

function wantsColor(wanted: Settings['color'], toTerminal: boolean, toFile: boolean): boolean {
  if (wanted !== 'auto') return wanted === 'always';
  const { NO_COLOR = '', FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== '' || toFile) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return toTerminal && TERM !== 'dumb';
}

function complain(text: string): void {
  process.stderr.write(`stuntime: ${text}\n`);
}

/** Ends the program for a reason that is no verdict. Nobody is shown a stack trace. */
async function fail(error: unknown): Promise<void> {
  process.exitCode = NOT_PROVED;
  display?.end();
  const reason = failureSentence(error);
  complain(reason);
  // A damaged installation may lack this part: the failure is told already.
  if (process.argv.some((word) => word.includes('nagios'))) await failAsCheck(reason).catch(() => {});
  await abandonOutputs();
}

async function failAsCheck(reason: string): Promise<void> {
  const { failedCheck } = await import('./nagios-failure.js');
  const check = failedCheck(process.argv.slice(2), reason);
  if (check === null) return;
  process.exitCode = check.exitCode;
  process.stdout.write(check.text);
}

/** A named pipe that nobody reads never opens: it is not waited for. */
async function abandonOutputs(): Promise<void> {
  const outputs = await Promise.race([
    openOutputs?.catch(() => null),
    setTimeout(LONGEST_OPENING_MS, null, { ref: false }),
  ]);
  openOutputs = null;
  for (const output of outputs ?? []) await output.abandon();
}

/** Exit now: pending work would otherwise finish and set exit code 0. */
async function crash(error: unknown): Promise<void> {
  await fail(error);
  process.exit(process.exitCode);
}

function onSignal(signal: Signal): void {
  if (isStopping) return void quitAtOnce(signal);
  isStopping = true;
  stop(signal);
}

async function quit(signal: Signal): Promise<void> {
  display?.end();
  await abandonOutputs();
  process.exit(128 + constants.signals[signal]);
}

/** Ends the program as if it had not heard the signal: `process.exit` would wait for a read that may never return. */
async function quitAtOnce(signal: Signal): Promise<void> {
  await abandonOutputs();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
