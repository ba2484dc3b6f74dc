#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { constants } from 'node:os';
import { helpText, readArguments, type Settings } from './args.js';
import { instant, US_PER_MS } from './model/units.js';
import { noticesOf } from './notices.js';
import { fileOutput, type Output, OutputError, streamOutput } from './output.js';
import { loadReporter } from './reporters/index.js';
import { run } from './run.js';
import { UsageError } from './settings/usage-error.js';
import { STDIN_PATH, type StandardInput } from './sources/walk.js';
import { readVersion } from './version.js';

const NOT_PROVED = 2;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What to undo when the program is stopped from outside. */
let openOutput: Output | null = null;

process.on('uncaughtException', fail);
for (const signal of SIGNALS) process.on(signal, () => void stop(signal));
process.stderr.on('error', () => {});
main().catch(fail);

async function main(): Promise<void> {
  const version = readVersion();
  const command = await readArguments(process.argv.slice(2), { version, now: new Date() });
  if (command.kind === 'show') {
    const output = streamOutput(process.stdout);
    await output.write([command.text]);
    return output.finish();
  }
  const { settings } = command;
  if (settings.paths.length === 0 && process.stdin.isTTY) {
    process.stderr.write(await helpText(version));
    process.exitCode = NOT_PROVED;
    return;
  }
  process.exitCode = await report(settings, version);
}

/** Writes the report and gives the exit code that it comes to. */
async function report(settings: Settings, version: string): Promise<number> {
  const output = settings.output === null ? streamOutput(process.stdout) : await openFile(settings.output);
  openOutput = output;
  const paths = settings.paths.length === 0 ? [STDIN_PATH] : settings.paths;
  const report = await run({ paths, stdin: standardInput() }, settings.analysis, version);
  const reporter = await loadReporter(settings.format);
  const toTerminal = settings.output === null && process.stdout.isTTY;
  const { rows, top, zone, explain } = settings;
  const width = toTerminal ? process.stdout.columns : null;
  await output.write(
    reporter.render(report, { rows, top, zone, width, explain, color: wantsColor(settings, toTerminal) }),
  );
  await output.finish();
  openOutput = null;
  for (const notice of noticesOf(report, settings, reporter.showsDiagnostics)) complain(notice);
  return report.summary.exitCode;
}

async function openFile(path: string): Promise<Output> {
  return fileOutput(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--output ${JSON.stringify(path)}: ${reason}; it takes a file in a folder that is there`,
    );
  });
}

function standardInput(): StandardInput {
  const pieces = (async function* () {
    yield* process.stdin;
  })();
  return { pieces, modifiedAt: stdinModifiedAt() };
}

/** A file that was redirected to standard input has a time; a pipe has none. */
function stdinModifiedAt(): StandardInput['modifiedAt'] {
  try {
    const info = fstatSync(0);
    return info.isFile() ? instant(Math.floor(info.mtimeMs) * US_PER_MS) : null;
  } catch {
    return null;
  }
}

function wantsColor({ color, output }: Settings, toTerminal: boolean): boolean {
  if (color !== 'auto') return color === 'always';
  const { NO_COLOR = '', FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== '' || output !== null) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return toTerminal && TERM !== 'dumb';
}

function complain(text: string): void {
  process.stderr.write(`stuntime: ${text}\n`);
}

/** Ends the program for a reason that is no verdict. Nobody is shown a stack trace. */
function fail(error: unknown): void {
  process.exitCode = NOT_PROVED;
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError || error instanceof OutputError) complain(reason);
  else
    complain(`a bug in stuntime kept it from finishing (${reason}); please report it with the command line`);
  void openOutput?.abandon();
  openOutput = null;
}

async function stop(signal: (typeof SIGNALS)[number]): Promise<void> {
  await openOutput?.abandon();
  process.exit(128 + constants.signals[signal]);
}
