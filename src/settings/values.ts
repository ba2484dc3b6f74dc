import { badType, UsageError } from './usage-error.js';

/** The options of an analysis, by the names that a program gives them. */
const OPTION_KEYS = [
  'qos',
  'approach',
  'failOn',
  'gap',
  'allowPartial',
  'strict',
  'cpf',
  'role',
  'profile',
  'vms',
  'baseline',
  'expect',
  'guest',
  'guestTz',
  'guestOffset',
  'vm',
  'since',
  'until',
  'min',
  'cause',
  'sort',
  'tz',
  'maxDepth',
  'maxMembers',
  'maxLogs',
  'maxBytes',
  'maxHeld',
  'signal',
] as const;

export type OptionKey = (typeof OPTION_KEYS)[number];

/** Options whose values nobody has checked. */
export type Unchecked = { readonly [Key in OptionKey]?: unknown };

/** Gives what messages call an option, or a part of it such as `[0].qos`: on the command line its flag, in a program its key. */
export type LabelOf = (key: OptionKey, part: string) => string;

/** Gives the name of an option on the command line: `fail-on` for `failOn`. */
export function nameOf(key: OptionKey): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Gives what the command line calls an option: `--fail-on` for `failOn`. */
export function flagOf(key: OptionKey, part: string): string {
  return `--${nameOf(key)}${part}`;
}

/**
 * The values of options of a caller who may be wrong about them: each method gives the value of a type that the option
 * takes, undefined where it was not given, and throws UsageError for any other type.
 */
export class Values {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #labelOf: LabelOf;

  /** Throws UsageError for an option that does not exist. */
  constructor(options: unknown, labelOf: LabelOf) {
    this.#values = new Map(entriesOf(options));
    this.#labelOf = labelOf;
    refuseUnknown([...this.#values.keys()]);
  }

  /** Gives what messages call an option, or a part of it. */
  label(key: OptionKey, part = ''): string {
    return this.#labelOf(key, part);
  }

  has(key: OptionKey): boolean {
    return this.#values.get(key) !== undefined;
  }

  text(key: OptionKey): string | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === 'string') return value;
    throw badType(this.label(key), value, 'a string');
  }

  /** Gives a string or a number, as text. */
  figure(key: OptionKey): string | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw badType(this.label(key), value, 'a string or a number');
  }

  /** Gives a list; a string alone is a list of one. */
  list(key: OptionKey): readonly string[] | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return [value];
    const label = this.label(key);
    if (!Array.isArray(value)) throw badType(label, value, 'a string or an array of strings');
    return Array.from(value, (one: unknown, index) => {
      if (typeof one === 'string') return one;
      throw badType(this.label(key, `[${index}]`), one, 'a string');
    });
  }

  /** Gives a list of objects, the values of which nobody has checked. */
  objects(key: OptionKey): readonly ReadonlyMap<string, unknown>[] {
    const value = this.#values.get(key);
    if (value === undefined) return [];
    const label = this.label(key);
    if (!Array.isArray(value)) throw badType(label, value, 'an array of objects');
    return Array.from(value, (one: unknown, index) => {
      if (typeof one === 'object' && one !== null && !Array.isArray(one)) return new Map(Object.entries(one));
      throw badType(this.label(key, `[${index}]`), one, 'an object');
    });
  }

  time(key: OptionKey): string | Date | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === 'string' || value instanceof Date) return value;
    throw badType(this.label(key), value, 'a string or a Date');
  }

  flag(key: OptionKey): boolean | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === 'boolean') return value;
    throw badType(this.label(key), value, 'true or false');
  }
}

function entriesOf(options: unknown): readonly (readonly [string, unknown])[] {
  const isNamed = typeof options === 'object' && options !== null && !Array.isArray(options);
  if (!isNamed) throw badType('options', options, 'an object');
  return Object.entries(options);
}

function refuseUnknown(keys: readonly string[]): void {
  const known: readonly string[] = OPTION_KEYS;
  const unknown = keys.filter((key) => !known.includes(key)).map((key) => JSON.stringify(key));
  if (unknown.length === 0) return;
  throw new UsageError(`unknown option ${unknown.join(', ')}: the options are ${known.join(', ')}`);
}
