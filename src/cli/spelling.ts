import { quote, UsageError } from '../settings/usage-error.js';
import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';
import { suggestionFor } from './suggestion.js';

const ALL = [...OPTIONS, ...ABOUT];

/** An option; `-` is a path, and `-1` may be a value. */
const OPTION = /^-[^0-9]/;
const LONG = /^--([^=]*)(?:=(.*))?$/s;
const SHORT = /^-([^-])=?(.*)$/s;

/** Says whether an option without a value is among the words, whatever else is. */
export function isGiven(name: string, words: readonly string[]): boolean {
  const option = ALL.find((each) => each.name === name);
  return beforeRest(words).some((word) => word === `--${name}` || word === `-${option?.alias}`);
}

/**
 * Rewrites options to the one spelling that yargs reads as it is meant: `-q8s` and `-q=8s` become `--qos=8s`, and
 * `--no-color` becomes `--color=never`. Throws UsageError for options that do not exist: yargs would take some of
 * them, such as `--__proto__` and `--_`, for its own.
 */
export function withOneSpelling(words: readonly string[]): readonly string[] {
  const options = beforeRest(words);
  return [
    ...options.map((word) => (OPTION.test(word) ? spelled(word) : word)),
    ...words.slice(options.length),
  ];
}

/** Throws the UsageError for an option that does not exist. */
export function refuseUnknown(name: string): never {
  const suggestion = name.startsWith('--') ? suggestionFor(name.slice(2), knownNames()) : null;
  const hint = suggestion === null ? '; stuntime --help lists them all' : ` (did you mean --${suggestion}?)`;
  throw new UsageError(`unknown option ${quoted(name)}${hint}`);
}

/** Gives the words before `--`: what follows it is no option, whatever it looks like. */
export function beforeRest(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
}

function spelled(word: string): string {
  const [, letter, attached = ''] = SHORT.exec(word) ?? [];
  if (letter !== undefined) return shortSpelled(letter, attached, word);
  const [, name = '', value] = LONG.exec(word) ?? [];
  if (ALL.some((each) => each.name === name)) return word;
  const negated = ALL.find((option) => `no-${option.name}` === name && isNegatable(option));
  if (negated === undefined) return refuseUnknown(`--${name}`);
  if (value !== undefined) throw new UsageError(`--${name} takes no value, and ${quote(word)} gives it one`);
  return negated.value === null ? word : `--${negated.name}=never`;
}

function shortSpelled(letter: string, attached: string, word: string): string {
  const option = ALL.find(({ alias }) => alias === letter);
  if (option === undefined) return refuseUnknown(`-${letter}`);
  if (word.length === 2) return `--${option.name}`;
  if (option.value === null) return refuseUnknown(word);
  return `--${option.name}=${attached}`;
}

function isNegatable(option: OptionDefinition): boolean {
  return option.value === null || option.isNegatable === true || option.choices?.includes('never') === true;
}

function knownNames(): readonly string[] {
  return ALL.flatMap((option) => (isNegatable(option) ? [option.name, `no-${option.name}`] : [option.name]));
}

/** A name with characters that a terminal would act on is shown in quotes, with them escaped. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : quote(name);
}
