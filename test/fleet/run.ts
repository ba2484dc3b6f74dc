import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CLI, FIXTURES, finished, type Outcome } from '../support/command.js';
import { plant, tempFolder } from '../support/temp.js';
import { PATH } from './installed.js';

/** The folder of the scripts. */
export const SCRIPTS = fileURLToPath(new URL('../../../docs/fleet/', import.meta.url));

/** What is read: two bundles of one name, one that is cut short, and names that a shell could take apart. */
const INPUTS: Readonly<Record<string, string>> = {
  'north/esx.tgz': 'bundles/host.tgz',
  'south/esx.tgz': 'esx-demo.tgz',
  'cut early.tgz': 'bundles/cut-early.tgz',
  'it\'s "db 7" $HOME; 100%/vmware.log': 'logs/esxi7-backup/vmware.log',
  'köln/vmware.log': 'logs/levels/vmware.log',
};

/** The input that tests cut off: a bundle that has stops. */
export const VICTIM = 'south/esx.tgz';

/** No stop of the inputs reaches a level of this timeout, so that the exit code tells what is missing or unread. */
const OPTIONS = ['--qos', '60s', '-f', 'json', '-o', 'report.json'];

/** A folder with inputs, a list of them, and the command. */
export interface Site {
  readonly folder: string;
  readonly inputs: readonly string[];
  /** What scripts run with. */
  readonly env: Readonly<Record<string, string>>;
}

/** A report and how the run that made it ended. */
export interface Judged extends Outcome {
  readonly report: string;
}

/** Makes a folder with inputs and their list, `list`; what of the inputs is left out is not there. */
export async function site(t: TestContext, leftOut: readonly string[] = []): Promise<Site> {
  const folder = await realpath(await tempFolder(t));
  const inputs = Object.keys(INPUTS).filter((input) => !leftOut.includes(input));
  for (const input of inputs) {
    await mkdir(dirname(join(folder, input)), { recursive: true });
    await copyFile(join(FIXTURES, INPUTS[input] ?? ''), join(folder, input));
  }
  await plant(folder, {
    list: `${inputs.join('\n')}\n`,
    calls: '',
    '.parallel/will-cite': '',
    // What the command was called with stands in `calls`.
    'bin/stuntime': `#!/bin/sh\necho "$*" >> '${folder}/calls'\nexec '${process.execPath}' '${CLI}' "$@"\n`,
  });
  await chmod(join(folder, 'bin/stuntime'), 0o755);
  return {
    folder,
    inputs,
    env: { PATH: `${folder}/bin:${PATH}`, HOME: folder, PARALLEL_HOME: `${folder}/.parallel` },
  };
}

const LONGEST_MS = 60_000;

/** Runs a program in the folder of a site to its end. */
export function runIn(
  { folder, env }: Site,
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...env, ...more },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.end();
  return finished(child, LONGEST_MS);
}

/** Runs one of the scripts with its first arguments, the folder of the run and the options of the judging run. */
export async function judgedBy(
  at: Site,
  script: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Judged> {
  const outcome = await runIn(at, join(SCRIPTS, script), [...args, 'run 1', ...OPTIONS], more);
  return { ...outcome, report: await reportOf(at) };
}

/** The report that the last judging run of a site wrote. */
export async function reportOf({ folder }: Site): Promise<string> {
  return readFile(join(folder, 'report.json'), 'utf8').catch(() => '');
}

/** What one run of the command over all inputs says. */
async function single(at: Site): Promise<Judged> {
  const outcome = await runIn(at, join(at.folder, 'bin/stuntime'), [
    ...OPTIONS.slice(0, -1),
    'single.json',
    ...at.inputs,
  ]);
  return { ...outcome, report: await readFile(join(at.folder, 'single.json'), 'utf8') };
}

/** Fails unless a run on many machines says what one run says, to the byte, and ends with the same code. */
export async function assertSameAsSingle(at: Site, { report, code, stderr }: Judged): Promise<void> {
  const expected = await single(at);
  assert.notEqual(report, '', stderr);
  const [lines, wanted] = [report.split('\n'), expected.report.split('\n')];
  const first = wanted.findIndex((line, index) => line !== lines[index]);
  assert.deepEqual(lines[first], wanted[first], stderr);
  assert.ok(report === expected.report, stderr);
  assert.equal(code, expected.code, stderr);
}

/** How often an input was read, or begun to be read. */
export async function timesRead({ folder }: Site, input: string): Promise<number> {
  const calls = await readFile(join(folder, 'calls'), 'utf8');
  return calls.split('\n').filter((call) => call.includes('-f records') && call.includes(input)).length;
}

/** The errors of a report, as `path: kind`. */
export function errorsIn(report: string): readonly string[] {
  const { diagnostics }: { diagnostics: readonly { kind: string; severity: string; path: string }[] } =
    JSON.parse(report);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ path, kind }) => `${path}: ${kind}`);
}
