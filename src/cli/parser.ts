// yargs 18 takes three times as long to load. The ES module of yargs 17 breaks the lines of help in the middle of words.
import yargs = require('yargs');

import { UsageError } from '../settings/usage-error.js';
import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';
import type { Choice } from './requested-reports.js';
import { beforeRest, refuseUnknown } from './spelling.js';

const ALL = [...OPTIONS, ...ABOUT];

/** The width of the help where no terminal tells another, and the widest that reads well. */
const DEFAULT_COLUMNS = 80;
const MOST_COLUMNS = 100;

const USAGE = `stuntime [paths..] [options]
stuntime advise [paths..] [options]

How long was this virtual machine stopped, why, and was it long enough to cause a failover?

Reads VMware logs, folders of them and vm-support bundles: .gz, .tar, .tgz, .zip, and archives in archives; - is stdin. File types are detected from content, not names.`;

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['$0 esx-host1.tgz', 'what stopped, worst first'],
  ['$0 -q 15s -f json logs/', 'a check for CI'],
  ["$0 -f markdown --vm 'db*' logs/", 'a list for a ticket'],
  ['source <($0 completion bash)', 'complete with Tab; zsh and fish too'],
];

const EPILOGUE = `Exit codes:
  0  all logs were read to their end, and no stop reached the --fail-on level
  1  a stop reached the --fail-on level
  2  not proved: bad usage, no VMware log, a product that records no stops,
     no log line between --since and --until, or something left unread`;

/** The command, as the first word, that prints advice in place of a report. A file of that name is `./advise`. */
export const ADVISE = 'advise';

/** The paths and options of a command line; the value of an option that was given more than once is an array. */
export interface Parsed {
  readonly paths: readonly string[];
  readonly isAdvice: boolean;
  readonly options: ReadonlyMap<string, unknown>;
  /** Each `--format` and `--output`, in their order. */
  readonly choices: readonly Choice[];
}

/**
 * Sorts words, spelled as withOneSpelling does, into paths and options, with those of a configuration where the words give
 * none; throws UsageError for an option that lacks its value or has one too many.
 */
export function parse(words: readonly string[], config: Readonly<Record<string, unknown>>): Parsed {
  const parser = Object.keys(config).length === 0 ? readingParser() : readingParser().config({ ...config });
  const parsed = parser.fail(refuse).parseSync([...words]);
  const { _: named, '--': rest, $0: _name, ...options } = parsed;
  const isAdvice = named[0] === ADVISE;
  const paths = isAdvice ? named.slice(1) : named;
  // What is left of `-1` or `-7d` where no value was due.
  const unknown = Object.keys(options).find((name) => !ALL.some((option) => option.name === name));
  if (unknown !== undefined) refuseUnknown(`-${unknown}`);
  return {
    isAdvice,
    paths: [...paths, ...(Array.isArray(rest) ? rest : [])].map(String),
    options: new Map(Object.entries(options)),
    choices: choicesIn(words),
  };
}

/** Gives the names of the options among words, spelled as withOneSpelling does. */
export function givenIn(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    beforeRest(words).flatMap((word) => {
      const [, name] = GIVEN.exec(word) ?? [];
      return name === undefined ? [] : [name];
    }),
  );
}

/** Gives the names of the options among words that are given as `--no-NAME`. */
export function negatedIn(words: readonly string[]): ReadonlySet<string> {
  return new Set(beforeRest(words).flatMap((word) => /^--no-([^=]+)$/.exec(word)?.[1] ?? []));
}

const GIVEN = /^--(?:no-)?([^=]+)/;
const CHOICE = /^--(format|output)(?:=(.*))?$/s;

/** The parser keeps the values of each option, and not how they stood between those of another. */
function choicesIn(words: readonly string[]): readonly Choice[] {
  return beforeRest(words).flatMap((word, index) => {
    const [, name, value = words[index + 1]] = CHOICE.exec(word) ?? [];
    return (name === 'format' || name === 'output') && value !== undefined ? [{ name, value }] : [];
  });
}

/** Gives the help text for a terminal of so many columns; null for none. */
export function helpText(columns: number | null): string {
  let text = '';
  describedParser(ofHelp)
    .wrap(Math.min(columns ?? DEFAULT_COLUMNS, MOST_COLUMNS))
    .showHelp((help) => {
      text = `${help}\n`;
    });
  return text;
}

/** Gives what may come next in a command line, one word a line; empty where file names may. */
export function completions(words: readonly string[]): string {
  // To bash, `--format=json` is three words.
  const given = words.filter((word) => word !== '=');
  const offered = outputOf(describedParser(shownShape).completion('completion', false, complete), [
    COMPLETE,
    ...given,
  ]);
  // yargs offers commands everywhere. Only the first word can be one, and where nothing is typed, files are meant.
  return given.length > 2 || given.at(-1) === '' ? offered.replace(COMMAND_LINE, '') : offered;
}

const COMMAND_LINE = new RegExp(`^${ADVISE}(:.*)?\\n`, 'm');

/** What the scripts for completion call the command with; the words of the command line follow. */
export const COMPLETE = '--get-yargs-completions';

/** The shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** A parser that reads the options. What help says of them would cost time in every run. */
function readingParser(): yargs.Argv {
  return (
    yargs()
      .scriptName('stuntime')
      .parserConfiguration({
        'camel-case-expansion': false,
        'dot-notation': false,
        'duplicate-arguments-array': true,
        'parse-numbers': false,
        'parse-positional-numbers': false,
        'populate--': true,
        'short-option-groups': false,
        'strip-aliased': true,
      })
      // English whatever the user's locale is, and no words (`help`, `version`) that are commands.
      .locale('en')
      .help(false)
      .version(false)
      .exitProcess(false)
      .command(ADVISE, 'say which QoS timeout the stops call for, what drives it, and what to do')
      .options(shapesOf(readShape))
  );
}

/** A parser that describes the options too, for help and completion. */
function describedParser(shape: typeof shownShape): yargs.Argv {
  return readingParser()
    .options(shapesOf(shape))
    .usage(USAGE)
    .example(EXAMPLES.map(([command, effect]) => [command, effect]))
    .epilogue(EPILOGUE);
}

function shapesOf(
  shape: (option: OptionDefinition) => yargs.Options,
): Readonly<Record<string, yargs.Options>> {
  return Object.fromEntries(ALL.map((option) => [option.name, shape(option)]));
}

/** With a fixed number of values, yargs takes `--strict true` for an option and a path, and `--qos -1` for a value. */
function readShape({ value, alias }: OptionDefinition): yargs.Options {
  const shape: yargs.Options = value === null ? { type: 'boolean', nargs: 0 } : { nargs: 1 };
  return alias === undefined ? shape : { ...shape, alias };
}

function shownShape(option: OptionDefinition): yargs.Options {
  const { group, description } = option;
  if (option.value === null) return { group, description };
  const { choices, default: defaultDescription } = option;
  return { group, description: `${option.value}: ${description}`, choices, defaultDescription };
}

/** Help leaves out a list of choices that would fill the screen. */
function ofHelp(option: OptionDefinition): yargs.Options {
  const { choices, ...shape } = shownShape(option);
  return option.hasManyChoices === true ? shape : { ...shape, choices };
}

/** Words what yargs complains of as all other bad usage is worded. */
function refuse(complaint: string): never {
  const name = /^(?:Not enough arguments following|Argument unexpected for): (.*)$/.exec(complaint)?.[1];
  const option = ALL.find((each) => each.name === name);
  if (option === undefined) throw new UsageError(complaint.replaceAll(/\s+/g, ' '));
  if (option.value === null) throw new UsageError(`--${option.name} takes no value`);
  throw new UsageError(`--${option.name} needs a value, e.g. ${option.example}`);
}

function outputOf(parser: yargs.Argv, words: readonly string[]): string {
  let text = '';
  parser.parse([...words], {}, (_error, _argv, output) => {
    text = output === '' ? '' : `${output}\n`;
  });
  return text;
}

/** Offers options only for words that begin as one: for all others, the shell offers file names. */
function complete(
  current: string,
  _argv: unknown,
  defaults: (done: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): void {
  const inline = inlineChoices(current);
  if (inline !== null) done(inline);
  else defaults((_error, words = []) => done(words.filter((word) => isOffered(word, current))));
}

/** Where nothing is typed yet, yargs offers all options, and it lists `-h` as `--h`. */
function isOffered(word: string, current: string): boolean {
  return !word.startsWith('-') || (current !== '' && !/^--.(?::|$)/.test(word));
}

/** Completes `--format=j`; null for a word of another form. */
function inlineChoices(word: string): string[] | null {
  const end = word.indexOf('=');
  if (!word.startsWith('--') || end === -1) return null;
  const choices = OPTIONS.find(({ name }) => name === word.slice(2, end))?.choices ?? [];
  return choices.map((choice) => `${word.slice(0, end)}=${choice}`).filter((each) => each.startsWith(word));
}
