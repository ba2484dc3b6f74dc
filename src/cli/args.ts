import type { AnalysisSettings } from '../model/settings.js';
import { ROW_KINDS, type RowKind } from '../reporters/reporter.js';
import { checkAnalysis } from '../settings/analysis.js';
import { oneOf } from '../settings/choice.js';
import { refuseIdle } from '../settings/idle.js';
import { badValue, quote, UsageError } from '../settings/usage-error.js';
import { fishScript } from './fish.js';
import { OPTIONS, type OptionDefinition, WHEN } from './options.js';
import { ADVISE, COMPLETE, completionScript, completions, helpText, type Parsed, parse } from './parser.js';
import { type Choice, type RequestedReport, readReports } from './requested-reports.js';
import { isGiven, withOneSpelling } from './spelling.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'report'; readonly settings: Settings }
  /** Print this and be done. */
  | { readonly kind: 'show'; readonly text: string };

/** Everything that the user can say about one run; all of it checked. */
export interface Settings {
  readonly paths: readonly string[];
  readonly analysis: AnalysisSettings;
  readonly reports: readonly RequestedReport[];
  readonly rows: RowKind;
  readonly top: number;
  readonly explain: boolean;
  readonly summary: boolean;
  readonly color: (typeof WHEN)[number];
  readonly progress: (typeof WHEN)[number];
  readonly messages: 'quiet' | 'normal' | 'verbose';
}

/** What the reading of a command line depends on besides its words. */
export interface Surroundings {
  readonly version: string;
  readonly now: Date;
  /** Width of the terminal that help is shown on, null where there is none. */
  readonly columns: number | null;
  /** The path of the user's shell, '' where it is not known. */
  readonly shell: string;
}

const MOST_ROWS = /^\d{1,9}$/;

/** Reads a command line; throws UsageError, in one sentence, for one that asks for what cannot be done. */
export function readArguments(
  given: readonly string[],
  { version, now, columns, shell }: Surroundings,
): Command {
  const [first, ...more] = given;
  if (first === COMPLETE) return { kind: 'show', text: completions(more) };
  if (first === 'completion') return { kind: 'show', text: scriptFor(more[0], shell) };
  if (isGiven('help', given)) return { kind: 'show', text: helpText(columns) };
  if (isGiven('version', given)) return { kind: 'show', text: `${version}\n` };
  return { kind: 'report', settings: check(wordsOf(parse(withOneSpelling(given))), now) };
}

function scriptFor(more: string | undefined, shell: string): string {
  if (more === undefined) return /(?:^|\/)fish$/.test(shell) ? fishScript() : completionScript();
  throw new UsageError(
    `completion ${quote(more)}: completion takes nothing else, and prints a script for the shell that SHELL names; a file of that name is ./completion`,
  );
}

/** The words of a command line by option; each option that takes one word was given at most once. */
interface Words {
  readonly paths: readonly string[];
  readonly isAdvice: boolean;
  readonly choices: readonly Choice[];
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly flag: (name: string) => boolean;
}

function wordsOf({ paths, isAdvice, choices, options }: Parsed): Words {
  const texts = (name: string) => {
    const value = options.get(name);
    return value === undefined ? undefined : [value].flat().map(String);
  };
  for (const option of OPTIONS) refuseTwice(option, texts(option.name) ?? []);
  return {
    paths,
    isAdvice,
    choices,
    texts,
    text: (name) => texts(name)?.[0],
    flag: (name) => options.get(name) === true,
  };
}

function refuseTwice(option: OptionDefinition, given: readonly string[]): void {
  if (option.value === null || option.repeatable === true || given.length < 2) return;
  const values = given.map(quote).join(' and ');
  throw new UsageError(
    `--${option.name} was given more than once, with ${values}: it takes one value, e.g. ${option.example}`,
  );
}

function check({ paths, isAdvice, choices, text, texts, flag }: Words, now: Date): Settings {
  if (paths.includes('')) throw new UsageError('a path is empty: name a file or folder');
  const options = {
    qos: text('qos'),
    cpf: text('cpf'),
    role: texts('role'),
    guest: texts('guest'),
    guestTz: text('guest-tz'),
    guestOffset: text('guest-offset'),
    approach: text('approach'),
    failOn: text('fail-on'),
    vm: texts('vm'),
    since: text('since'),
    until: text('until'),
    min: text('min'),
    cause: texts('cause'),
    sort: text('sort'),
    gap: text('gap'),
    allowPartial: flag('allow-partial'),
    strict: flag('strict'),
    tz: text('tz'),
    maxDepth: text('max-depth'),
    maxMembers: text('max-members'),
    maxLogs: text('max-logs'),
    maxBytes: text('max-bytes'),
    maxHeld: text('max-held'),
  };
  const settings: Settings = {
    paths,
    analysis: checkAnalysis(options, now),
    reports: readReports(choices, isAdvice),
    rows: oneOf('--rows', text('rows') ?? 'stops', ROW_KINDS),
    top: readRows(text('top') ?? '20'),
    explain: flag('explain'),
    summary: flag('summary'),
    color: oneOf('--color', text('color') ?? 'auto', WHEN),
    progress: oneOf('--progress', text('progress') ?? 'auto', WHEN),
    messages: flag('quiet') ? 'quiet' : flag('verbose') ? 'verbose' : 'normal',
  };
  const given = OPTIONS.filter(({ name, value }) => (value === null ? flag(name) : text(name) !== undefined));
  if (isAdvice) refuseOfReport(given);
  refuseIdle(given, [...new Set(settings.reports.map(({ shown }) => shown.format))]);
  return settings;
}

function refuseOfReport(given: readonly OptionDefinition[]): void {
  const idle = given.find(({ ofReport }) => ofReport === true);
  if (idle !== undefined)
    throw new UsageError(`--${idle.name} has no effect with ${ADVISE}: it is for reports`);
}

function readRows(text: string): number {
  if (!MOST_ROWS.test(text)) throw badValue('--top', text, 'a whole number of rows; 0 lists all');
  return Number(text);
}
