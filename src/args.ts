import yargs, { type Argv } from 'yargs';
import type { AnalysisSettings } from './model/settings.js';
import { OPTIONS, type OptionDefinition, WHEN } from './options.js';
import { FORMATS, type FormatName } from './reporters/index.js';
import { ROW_KINDS, type RowKind } from './reporters/reporter.js';
import { checkAnalysis, oneOf } from './settings/analysis.js';
import { badValue, UsageError } from './settings/usage-error.js';
import { type Words, wordsOf } from './settings/words.js';
import { readZone } from './settings/zone.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'report'; readonly settings: Settings }
  /** Print this and be done. */
  | { readonly kind: 'show'; readonly text: string };

/** Everything that the user can say about one run; all of it checked. */
export interface Settings {
  readonly paths: readonly string[];
  readonly analysis: AnalysisSettings;
  readonly format: FormatName;
  readonly rows: RowKind;
  readonly top: number;
  readonly explain: boolean;
  /** IANA name of the zone in which people are shown times. */
  readonly zone: string;
  /** Where the report goes, null for standard output. */
  readonly output: string | null;
  readonly color: (typeof WHEN)[number];
  readonly progress: (typeof WHEN)[number];
  readonly messages: 'quiet' | 'normal' | 'verbose';
}

/** What the reading of a command line depends on besides its words. */
export interface Surroundings {
  readonly version: string;
  readonly now: Date;
}

const MOST_ROWS = /^\d{1,9}$/;

/** Reads a command line; throws UsageError, in one sentence, for one that asks for what cannot be done. */
export async function readArguments(
  given: readonly string[],
  { version, now }: Surroundings,
): Promise<Command> {
  let text = '';
  const words = spread(given);
  const parser = makeParser(version, given.includes('--get-yargs-completions'));
  const parsed = await parser.parseAsync(words, {}, (_error, _parsed, output) => {
    text += output;
  });
  if (text !== '') return { kind: 'show', text: `${withoutTypes(text)}\n` };
  const paths = parsed._.map(String);
  return { kind: 'report', settings: check(paths, wordsOf(parsed, OPTIONS), now) };
}

/** Gives the help text. */
export async function helpText(version: string): Promise<string> {
  return `${withoutTypes(await makeParser(version).getHelp())}\n`;
}

/** Parts a letter from the value that follows it at once, as in `-q8s`, and refuses a value for a flag. */
function spread(given: readonly string[]): string[] {
  const end = given.indexOf('--');
  return given.flatMap((word, index) => {
    if (end !== -1 && index >= end) return [word];
    const [, flag] = /^--([a-z-]+)=/.exec(word) ?? [];
    if (OPTIONS.some(({ name, value }) => name === flag && value === null)) {
      throw new UsageError(`--${flag} takes no value, and ${JSON.stringify(word)} gives it one`);
    }
    const [, letter, rest] = /^-([a-z])([^=].*)$/.exec(word) ?? [];
    const takesValue = OPTIONS.some(({ alias, value }) => alias === letter && value !== null);
    return takesValue && letter !== undefined && rest !== undefined ? [`-${letter}`, rest] : [word];
  });
}

/** The parser marks each option with its type, which its value's name already tells. */
function withoutTypes(help: string): string {
  return help.replace(/\s+\[(?:string|boolean)\]/g, '');
}

function check(paths: readonly string[], { text, texts, flag }: Words, now: Date): Settings {
  if (paths.includes('')) throw new UsageError('a path is empty: name a file or folder');
  const options = {
    qos: text('qos'),
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
    maxDepth: text('max-depth'),
    maxMembers: text('max-members'),
    maxLogs: text('max-logs'),
    maxBytes: text('max-bytes'),
    maxHeld: text('max-held'),
  };
  return {
    paths,
    analysis: checkAnalysis(options, now),
    format: oneOf(
      'format',
      text('format') ?? 'table',
      FORMATS.map(({ name }) => name),
    ),
    rows: oneOf('rows', text('rows') ?? 'stops', ROW_KINDS),
    top: readRows(text('top') ?? '20'),
    explain: flag('explain'),
    zone: readZone('tz', text('tz') ?? 'UTC'),
    output: readFileName(text('output')),
    color: oneOf('color', text('color') ?? 'auto', WHEN),
    progress: oneOf('progress', text('progress') ?? 'auto', WHEN),
    messages: flag('quiet') ? 'quiet' : flag('verbose') ? 'verbose' : 'normal',
  };
}

function readRows(text: string): number {
  if (!MOST_ROWS.test(text)) throw badValue('top', text, 'a whole number of rows; 0 lists all');
  return Number(text);
}

function readFileName(text: string | undefined): string | null {
  if (text === '') throw badValue('output', text, 'the name of a file');
  return text ?? null;
}

function makeParser(version: string, completes = false): Argv {
  const parser = yargs()
    .scriptName('stuntime')
    .usage(USAGE)
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .detectLocale(false)
    .strictOptions()
    .wrap(100)
    .version(version)
    .help()
    .alias('help', 'h')
    .completion('completion', 'print a completion script for bash or zsh')
    .epilogue(EPILOGUE)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? new UsageError(rephrase(message));
    });
  return OPTIONS.reduce((made, option) => addOption(made, option, completes), parser);
}

/** Only completion is told the choices: the parser's own check of them has other words, and the help has them twice. */
function addOption(
  parser: Argv,
  { name, alias, value, group, description, choices }: OptionDefinition,
  completes: boolean,
): Argv {
  return parser.option(name, {
    ...(alias === undefined ? {} : { alias }),
    ...(completes && choices !== undefined ? { choices } : {}),
    ...(value === null ? { type: 'boolean' } : { type: 'string', requiresArg: true }),
    group,
    description: value === null ? description : `${value}: ${description}`,
  });
}

/** Says in the program's words what the parser complains about. */
function rephrase(message: string): string {
  const [, unknown] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (unknown !== undefined) {
    const names = [...new Set(unknown.split(', '))].map((name) =>
      name.length === 1 ? `-${name}` : `--${name}`,
    );
    return `there is no option ${names.join(', ')}; stuntime --help lists them all`;
  }
  const [, valueless] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (valueless === undefined) return message;
  const option = OPTIONS.find(({ name, alias }) => name === valueless || alias === valueless);
  return `--${option?.name ?? valueless} needs a value: ${option?.description ?? 'see stuntime --help'}`;
}

const USAGE = `$0 [paths..] [options]

How long was this virtual machine stopped, why, and was it long enough to cost a failover?

Reads VMware logs and vm-support bundles: log files, folders, .gz, .tar, .tgz, and - for standard
input. What a file is, its first bytes tell.`;

const EPILOGUE = `Exit codes:
  0  proved fine: the logs were read to their end and no stop is at the level of --fail-on
  1  proved broken: some stop is
  2  not proved: bad usage, no VMware log, a product that records no stops, something left unread

Examples:
  stuntime esx-host1.tgz                          what stopped, worst first
  stuntime --qos 15s --fail-on near-half logs/    gate archived logs by the exit code
  stuntime -f raw vmware*.log | head              what grep | awk | sort -nr printed, made right`;
