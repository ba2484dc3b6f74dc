import { parseArgs } from 'node:util';
import { quote, UsageError } from '../settings/usage-error.js';
import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';

/** The words of a command line by option; each option that takes one word was given at most once. */
export interface Words {
  readonly paths: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly flag: (name: string) => boolean;
}

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** An option as it was given: with a word, or as a flag that is put or, by `--no-`, taken back. */
interface Given {
  readonly option: OptionDefinition;
  readonly value: string | boolean;
}

const ALL = [...OPTIONS, ...ABOUT];

const SHAPES = Object.fromEntries(
  ALL.map(({ name, alias, value }) => [
    name,
    {
      type: value === null ? 'boolean' : 'string',
      ...(alias === undefined ? {} : { short: alias }),
    } as const,
  ]),
);

/** A word that begins so is an option, where a value was to come; `-` and `-1` are values. */
const LIKE_OPTION = /^-[^0-9]/;

/**
 * Sorts the words of a command line. `--no-NAME` is a word for `never` where the option takes a word, as in
 * `--no-color`. Throws UsageError for an option that there is not, one without its value or with one that it does not
 * take, and one that was given twice; where help or the version is asked for, nothing else counts.
 */
export function wordsOf(given: readonly string[]): Words {
  const tokens = tokensOf(given);
  const paths = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const options = tokens.filter((token) => token.kind === 'option');
  const about = ABOUT.filter(({ name }) => options.some((token) => token.name === name));
  if (about.length > 0)
    return lookUp(
      paths,
      about.map((option) => ({ option, value: true })),
    );
  refuseUnknown(options);
  const read = options.flatMap(readOption);
  for (const option of OPTIONS) refuseTwice(option, read);
  return lookUp(paths, read);
}

/** All words are judged here: the parser's own strictness has other words, and would have `--qos -1` lack a value. */
function tokensOf(args: readonly string[]) {
  return parseArgs({ args: [...args], options: SHAPES, strict: false, tokens: true }).tokens;
}

function refuseUnknown(tokens: readonly OptionToken[]): void {
  const unknown = tokens.filter(({ name }) => findOption(name) === null);
  if (unknown.length === 0) return;
  // Of letters in one word, as in `-x=3`, the first is what was meant.
  const firsts = unknown.filter(({ index }, at) => index !== unknown[at - 1]?.index);
  const names = [...new Set(firsts.map(({ rawName }) => rawName))].join(', ');
  throw new UsageError(`there is no option ${names}; stuntime --help lists them all`);
}

function findOption(name: string): { readonly option: OptionDefinition; readonly isNegated: boolean } | null {
  const option = ALL.find((each) => each.name === name);
  if (option !== undefined) return { option, isNegated: false };
  const negated = ALL.find((each) => `no-${each.name}` === name);
  return negated === undefined ? null : { option: negated, isNegated: true };
}

function readOption({ name, rawName, value, inlineValue }: OptionToken): readonly Given[] {
  const found = findOption(name);
  if (found === null) return [];
  const { option, isNegated } = found;
  if (isNegated && option.value !== null && option.choices?.includes('never') !== true) {
    throw new UsageError(`there is no option ${rawName}`);
  }
  if (isNegated || option.value === null) {
    if (value === undefined) return [{ option, value: !isNegated }];
    throw new UsageError(`${rawName} takes no value, and ${quote(`${rawName}=${value}`)} gives it one`);
  }
  if (value === undefined || (inlineValue !== true && LIKE_OPTION.test(value))) {
    throw new UsageError(`--${name} needs a value: ${option.description}`);
  }
  // `-q=8s` is as good as `-q8s`.
  return [{ option, value: rawName.length === 2 && inlineValue === true ? value.replace(/^=/, '') : value }];
}

function refuseTwice(option: OptionDefinition, given: readonly Given[]): void {
  if (option.value === null || option.repeatable === true) return;
  const values = given.filter((each) => each.option === option).map(({ value }) => wordFor(value));
  if (values.length < 2) return;
  throw new UsageError(
    `--${option.name} was given more than once, with ${values.map(quote).join(' and ')}: it takes one value, ${option.description}`,
  );
}

function lookUp(paths: readonly string[], given: readonly Given[]): Words {
  const valuesOf = (name: string) =>
    given.filter(({ option }) => option.name === name).map(({ value }) => value);
  const texts = (name: string): readonly string[] | undefined => {
    const values = valuesOf(name).map(wordFor);
    return values.length === 0 ? undefined : values;
  };
  return { paths, texts, text: (name) => texts(name)?.[0], flag: (name) => valuesOf(name).at(-1) === true };
}

function wordFor(value: string | boolean): string {
  return value === false ? 'never' : String(value);
}
