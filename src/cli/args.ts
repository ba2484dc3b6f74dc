import type { AnalysisSettings } from '../model/settings.js';
import { RECORDS } from '../reporters/index.js';
import { ROW_KINDS, type RowKind } from '../reporters/reporter.js';
import { checkAnalysis } from '../settings/analysis.js';
import { oneOf } from '../settings/choice.js';
import { refuseIdle } from '../settings/idle.js';
import { badValue, quote, UsageError } from '../settings/usage-error.js';
import { nameOf } from '../settings/values.js';
import { STDIN_PATH } from '../sources/walk.js';
import { type Config, labelIn, readConfig, withoutReplaced } from './config.js';
import { OPTIONS, type OptionDefinition, WHEN } from './options.js';
import {
  ADVISE,
  COMPLETE,
  completions,
  givenIn,
  helpText,
  negatedIn,
  type Parsed,
  parse,
  SHELLS,
  type Shell,
} from './parser.js';
import type { Redaction } from './redaction.js';
import {
  type Choice,
  isSameOutput,
  type Requested,
  type RequestedReport,
  readReports,
} from './requested-reports.js';
import type { Said } from './settings-text.js';
import { beforeRest, isGiven, withOneSpelling } from './spelling.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'report'; readonly settings: Settings }
  /** Write what was read, unjudged, to a file, or to standard output for null. */
  | { readonly kind: 'records'; readonly settings: Settings; readonly output: string | null }
  /** Print this and be done. */
  | { readonly kind: 'show'; readonly text: string }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | { readonly kind: 'settings'; readonly said: Said; readonly settings: Settings };

/** Everything that the user can say about one run; all of it checked. */
export interface Settings {
  readonly paths: readonly string[];
  /** What standard input is called. */
  readonly stdinName: string;
  readonly analysis: AnalysisSettings;
  /** None where records are written. */
  readonly reports: readonly RequestedReport[];
  readonly rows: RowKind;
  readonly top: number;
  readonly explain: boolean;
  readonly summary: boolean;
  /** How names are replaced; null where they are not. */
  readonly redaction: Redaction | null;
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
  /** The working folder. */
  readonly cwd: string;
}

const MOST_ROWS = /^\d{1,9}$/;

/** Reads a command line; throws UsageError, in one sentence, for one that asks for what cannot be done. */
export function readArguments(
  given: readonly string[],
  { version, now, columns, shell, cwd }: Surroundings,
): Command {
  const [first, ...more] = given;
  if (first === COMPLETE) return { kind: 'show', text: completions(more) };
  if (first === 'completion') return { kind: 'completion', shell: shellFor(more, shell) };
  if (isGiven('help', given)) return { kind: 'show', text: helpText(columns) };
  if (isGiven('version', given)) return { kind: 'show', text: `${version}\n` };
  const spelled = withOneSpelling(given);
  const names = givenIn(spelled);
  const config = configFor(spelled, cwd);
  const used = config === null ? null : withoutReplaced(config, names, negatedIn(spelled));
  const words = wordsOf(parse(spelled, used?.options ?? {}), names, used);
  if (names.has('profile') && words.text('profile') === 'list') return { kind: 'profiles' };
  const { settings, requested } = check(words, now);
  if (words.flag('print-config')) return { kind: 'settings', said: words, settings };
  return requested.kind === 'reports'
    ? { kind: 'report', settings }
    : { kind: 'records', settings, output: requested.output };
}

const CONFIG = /^--config=(.*)$/s;

/** Which file gives settings is known only from the words, and the parser wants the settings with them. */
function configFor(words: readonly string[], cwd: string): Config | null {
  const [given, ...more] = beforeRest(words).flatMap((word, index) =>
    word === '--config' ? [words[index + 1] ?? ''] : (CONFIG.exec(word)?.[1] ?? []),
  );
  // Of several, the check tells.
  if (given === 'never' || given === '' || more.length > 0) return null;
  return readConfig(given ?? null, cwd);
}

/** Where no shell is named, it is that of the user. */
function shellFor(words: readonly string[], path: string): Shell {
  const [given = SHELLS.find((name) => path.endsWith(name)) ?? 'bash', ...more] = words;
  const shell = SHELLS.find((name) => name === given);
  if (shell !== undefined && more.length === 0) return shell;
  throw new UsageError(
    `completion ${words.map(quote).join(' ')}: completion takes ${SHELLS.join(', ')} or nothing, and prints a script for that shell; a file of that name is ./completion`,
  );
}

/** The words of a command line by option; each option that takes one word was given at most once. */
interface Words {
  readonly paths: readonly string[];
  readonly isAdvice: boolean;
  readonly choices: readonly Choice[];
  /** The options of the command line; all others come from a configuration or are defaults. */
  readonly given: ReadonlySet<string>;
  readonly config: Config | null;
  /** Gives what messages call an option. */
  readonly label: (name: string) => string;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly flag: (name: string) => boolean;
}

function wordsOf(
  { paths, isAdvice, choices, options }: Parsed,
  given: ReadonlySet<string>,
  config: Config | null,
): Words {
  const inConfig = config === null ? null : labelIn(config.path);
  const texts = (name: string) => {
    const value = options.get(name);
    return value === undefined ? undefined : [value].flat().map(String);
  };
  for (const option of OPTIONS) refuseTwice(option, texts(option.name) ?? []);
  return {
    paths,
    isAdvice,
    choices,
    given,
    config,
    label: (name) => (inConfig === null || given.has(name) ? `--${name}` : inConfig(name)),
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

/** What a command line asks for, checked. */
interface Checked {
  readonly settings: Settings;
  readonly requested: Requested;
}

function check(words: Words, now: Date): Checked {
  const { paths, isAdvice, choices, given, config, label, text, texts, flag } = words;
  if (paths.includes('')) throw new UsageError('a path is empty: name a file or folder');
  const options = {
    // The timeout of another cluster is none of a mirror.
    qos: isAdvice && text('profile') !== undefined && !given.has('qos') ? undefined : text('qos'),
    cpf: text('cpf'),
    role: texts('role'),
    // Advice is for mirrors, and for all stops, whatever a configuration says.
    profile: isAdvice ? undefined : text('profile'),
    baseline: isAdvice ? undefined : text('baseline'),
    expect: isAdvice ? undefined : text('expect'),
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
    vms: isAdvice && text('profile') !== undefined ? undefined : config?.vms,
  };
  const analysis = checkAnalysis(options, now, (key, part) => label(`${nameOf(key)}${part}`));
  const requested = readReports(choices, isAdvice);
  const reports = requested.kind === 'reports' ? requested.reports : [];
  const settings: Settings = {
    paths,
    stdinName: readStdinName(words, analysis.guests.paths),
    analysis: withOrigin(analysis, words),
    reports,
    rows: oneOf(label('rows'), text('rows') ?? 'stops', ROW_KINDS),
    top: readRows(label('top'), text('top') ?? '20'),
    explain: flag('explain'),
    summary: flag('summary'),
    redaction: readRedaction(words, reports),
    color: oneOf(label('color'), text('color') ?? 'auto', WHEN),
    progress: oneOf(label('progress'), text('progress') ?? 'auto', WHEN),
    messages: flag('quiet') ? 'quiet' : flag('verbose') ? 'verbose' : 'normal',
  };
  const inWords = OPTIONS.filter(({ name, value }) => given.has(name) && (value !== null || flag(name)));
  if (requested.kind === 'records') refuseJudging(inWords);
  else if (isAdvice) refuseOfReport(inWords);
  refuseIdle(inWords, [...new Set(reports.map(({ shown }) => shown.format))]);
  return { settings, requested };
}

/** Says where the QoS timeout comes from, and which file gave settings. */
function withOrigin(analysis: AnalysisSettings, { given, config }: Words): AnalysisSettings {
  if (config === null) return analysis;
  const { qosSource } = analysis.policy;
  const isOfConfig = qosSource === 'flag' && !given.has('qos');
  const policy = {
    ...analysis.policy,
    qosSource: isOfConfig ? ('config' as const) : qosSource,
    config: config.path,
  };
  return { ...analysis, policy };
}

function readRedaction(
  { isAdvice, given, label, text, flag }: Words,
  reports: readonly RequestedReport[],
): Redaction | null {
  if (isAdvice && flag('redact'))
    throw new UsageError(
      `${label('redact')} has no effect with ${ADVISE}: advice quotes names; --no-redact prints it with them`,
    );
  const keyPath = text('redact-key') ?? null;
  if (keyPath === '') throw badValue(label('redact-key'), keyPath, 'the name of a file');
  const report = reports.find(({ output }) => output !== null && isSameOutput(output, keyPath));
  if (report !== undefined)
    throw new UsageError(
      `a report and its key would both go to ${quote(keyPath ?? '')}; name another file for one of them`,
    );
  if (flag('redact')) return { keyPath };
  // Settings may name a key for the runs that redact.
  if (keyPath === null || !given.has('redact-key')) return null;
  throw new UsageError(`${label('redact-key')} has no effect without --redact`);
}

function refuseOfReport(given: readonly OptionDefinition[]): void {
  const idle = given.find(({ ofReport }) => ofReport === true);
  if (idle !== undefined)
    throw new UsageError(`--${idle.name} has no effect with ${ADVISE}: it is for reports`);
}

function refuseJudging(given: readonly OptionDefinition[]): void {
  const idle = given.find(({ ofReading }) => ofReading !== true);
  if (idle !== undefined)
    throw new UsageError(
      `--${idle.name} has no effect with --format ${RECORDS.name}, which judges nothing: give it to the run that reads the records`,
    );
}

function readStdinName({ paths, text, label }: Words, guests: readonly string[]): string {
  const name = text('stdin-name') ?? STDIN_PATH;
  if (name === '' || name.includes('\0'))
    throw badValue(label('stdin-name'), name, 'the path by which standard input is called');
  const isRead = paths.length === 0 || [...paths, ...guests].includes(STDIN_PATH);
  if (name === STDIN_PATH || isRead) return name;
  throw new UsageError(
    `${label('stdin-name')} has no effect: standard input is not read unless - is among the paths`,
  );
}

function readRows(label: string, text: string): number {
  if (!MOST_ROWS.test(text)) throw badValue(label, text, 'a whole number of rows; 0 lists all');
  return Number(text);
}
