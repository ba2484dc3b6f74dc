import { quote, UsageError } from './usage-error.js';

/** The words of a command line by option; each option that takes one word was given at most once. */
export interface Words {
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly flag: (name: string) => boolean;
}

interface OptionShape {
  readonly name: string;
  /** Null for an option without a value. */
  readonly value: string | null;
  readonly description: string;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
}

/**
 * Wraps what the argument parser found. `--no-NAME` is a word for `never` where the option takes a word, as in
 * `--no-color`; throws UsageError for it elsewhere and for an option that was given twice.
 */
export function wordsOf(parsed: Readonly<Record<string, unknown>>, options: readonly OptionShape[]): Words {
  for (const { name, value: takes, repeatable, choices, description } of options) {
    const value = parsed[name];
    if (Array.isArray(value) && repeatable !== true) {
      const values = value.map(quote).join(' and ');
      throw new UsageError(
        `--${name} was given more than once, with ${values}: it takes one value, ${description}`,
      );
    }
    const negatable = takes === null || choices?.includes('never');
    if (value === false && negatable !== true) throw new UsageError(`there is no option --no-${name}`);
  }
  const textsOf = (name: string): readonly string[] | undefined => {
    const value = parsed[name];
    if (value === undefined) return undefined;
    return (Array.isArray(value) ? value : [value]).map((one) => (one === false ? 'never' : String(one)));
  };
  return { text: (name) => textsOf(name)?.[0], texts: textsOf, flag: (name) => parsed[name] === true };
}
