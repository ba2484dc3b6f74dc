import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  ADVICE_FORMATS,
  type AdviceFormat,
  type FormatName,
  OUTPUT_FORMATS,
  RECORDS,
} from '../reporters/index.js';
import { oneOf } from '../settings/choice.js';
import { readOutput } from '../settings/output.js';
import { quote, UsageError } from '../settings/usage-error.js';

/** What is made of the logs, and its output format. */
type Shown =
  | { readonly kind: 'report'; readonly format: FormatName }
  | { readonly kind: 'advice'; readonly format: AdviceFormat };

/** A report that a run writes, and where it goes: to a file, or to standard output for null. */
export interface RequestedReport {
  readonly shown: Shown;
  readonly output: string | null;
}

/** What a run writes. */
export type Requested =
  | { readonly kind: 'reports'; readonly reports: readonly RequestedReport[] }
  /** What was read, unjudged, to a file, or to standard output for null. */
  | { readonly kind: 'records'; readonly output: string | null };

/** A `--format` or an `--output` as it stands in the command line. */
export interface Choice {
  readonly name: 'format' | 'output';
  readonly value: string;
}

/**
 * Reads what a run writes. Each format goes with the output that follows it; the ending of a file chooses a
 * format that is not named. One report may go to standard output. Throws UsageError for what cannot be accepted.
 */
export function readReports(choices: readonly Choice[], isAdvice: boolean): Requested {
  const all = pairs(choices).map(({ format, output }) => {
    const path = readOutput(output);
    return { format: format ?? formatOf(path), output: path };
  });
  if (isAdvice) return reportsOf(all.map(({ format, output }) => ({ shown: adviceIn(format), output })));
  const chosen = all.map(({ format, output }) => ({ format: oneOf('--format', format, NAMES), output }));
  const records = chosen.find(({ format }) => format === RECORDS.name);
  if (records === undefined)
    return reportsOf(
      chosen.flatMap(({ format, output }) =>
        format === RECORDS.name ? [] : [{ shown: { kind: 'report', format }, output }],
      ),
    );
  if (all.length > 1) throw new UsageError(RECORDS_ALONE);
  return { kind: 'records', output: records.output };
}

const NAMES = OUTPUT_FORMATS.map(({ name }) => name);

const RECORDS_ALONE =
  '--format records takes no other report beside it: it judges nothing; run stuntime again on the records for a report';

interface Pair {
  readonly format?: string;
  readonly output?: string;
}

function pairs(choices: readonly Choice[]): readonly Pair[] {
  const [first, second] = choices;
  if (first?.name === 'output' && choices.some(({ name }) => name === 'format')) {
    if (choices.length > 2) throw new UsageError(UNCLEAR);
    return [{ output: first.value, ...(second === undefined ? {} : { format: second.value }) }];
  }
  const found: Pair[] = [];
  let format: Pair = {};
  for (const { name, value } of choices) {
    if (name === 'output') found.push({ ...format, output: value });
    else if (format.format !== undefined) found.push(format);
    format = name === 'format' ? { format: value } : {};
  }
  return format.format === undefined && found.length > 0 ? found : [...found, format];
}

const UNCLEAR =
  'which --format is for which --output is not clear: name each format before its file, as in -f html -o report.html -f junit -o junit.xml';

function formatOf(path: string | null): string {
  const name = path?.toLowerCase() ?? '';
  const [best] = OUTPUT_FORMATS.flatMap((format) => format.endings.map((ending) => ({ format, ending })))
    .filter(({ ending }) => name.endsWith(ending))
    // `.sarif.json` ends with `.json` too.
    .toSorted((a, b) => b.ending.length - a.ending.length);
  return (best?.format ?? OUTPUT_FORMATS[0]).name;
}

function adviceIn(format: string): Shown {
  return { kind: 'advice', format: oneOf('--format', format, ADVICE_FORMATS) };
}

function reportsOf(reports: readonly RequestedReport[]): Requested {
  refuseOneOutput(reports);
  return { kind: 'reports', reports };
}

function refuseOneOutput(reports: readonly RequestedReport[]): void {
  for (const [index, { shown, output }] of reports.entries()) {
    const before = reports.slice(0, index).find((other) => isSameOutput(other.output, output));
    if (before === undefined) continue;
    const formats = `${before.shown.format} and ${shown.format}`;
    throw new UsageError(
      output === null
        ? `${formats} would both go to stdout; give each --format an --output of its own`
        : `${formats} would both go to --output ${quote(output)}; name another file for one of them`,
    );
  }
}

/** Says whether two names are of one output, whatever links lead there; null is standard output. */
export function isSameOutput(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : fileAt(one) === fileAt(other);
}

const OPENED = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;

/** A file that is not there yet stands in a folder that is. */
function fileAt(path: string): string {
  const [, opened] = OPENED.exec(path) ?? [];
  if (opened !== undefined) return `/dev/fd/${opened}`;
  return realPath(path) ?? join(realPath(dirname(resolve(path))) ?? dirname(resolve(path)), basename(path));
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
