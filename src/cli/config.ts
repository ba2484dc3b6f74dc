import { readFileSync } from 'node:fs';
import { basename, dirname, parse as parsePath, relative, resolve } from 'node:path';

// Node.js reads CommonJS twice where an ES module imports it, which is a tenth of the time of a small log.
import lilconfig = require('lilconfig');

import { visible } from '../model/text.js';
import { badType, quote, UsageError } from '../settings/usage-error.js';
import { IN_SETTINGS, OPTIONS, type OptionDefinition } from './options.js';
import { suggestionFor } from './suggestion.js';

/** Settings that a file gives; options of the command line win over them. */
export interface Config {
  /** The file, as seen from the working folder. */
  readonly path: string;
  /** Values by the names of the options, each of a type that its option takes. */
  readonly options: Readonly<Record<string, ConfigValue>>;
  /** What it says of some VMs; nobody has checked it. */
  readonly vms: unknown;
}

type ConfigValue = string | boolean | readonly string[];

/** Where settings may stand, in a folder or one above it. */
const PLACES = ['.stuntimerc.json', 'package.json'];
const VMS = 'vms';
/** Longer ones are no misspelled option. */
const LONGEST_KEY = 60;

/**
 * Reads the settings of a file, or of the nearest `.stuntimerc.json` or `stuntime` key of a package.json in the working folder
 * or above; null where there are none. Throws UsageError for what cannot be read or accepted.
 */
export function readConfig(path: string | null, cwd: string): Config | null {
  const { search } = lilconfig.lilconfigSync('stuntime', {
    searchPlaces: PLACES,
    loaders: { '.json': (file, text) => parse(file, text, cwd) },
    cache: false,
    stopDir: parsePath(cwd).root,
    // A file that holds nothing is told, and no other one is taken in its place.
    ignoreEmptySearchPlaces: false,
  });
  const found =
    path === null
      ? searched(() => search(cwd))
      : { filepath: resolve(cwd, path), config: parse(resolve(cwd, path), readText(path), cwd) };
  if (found === null) return null;
  const values: unknown =
    path !== null && basename(path) === 'package.json' ? ownKey(found.config) : found.config;
  return checkConfig(found.filepath, values, cwd);
}

/** What keeps a place from being looked at is no fault of the program. */
function searched<T>(search: () => T): T {
  try {
    return search();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`settings cannot be looked for (${reason}); --no-config reads none`);
  }
}

function ownKey(packageJson: unknown): unknown {
  return typeof packageJson === 'object' && packageJson !== null
    ? Object.fromEntries(Object.entries(packageJson)).stuntime
    : packageJson;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(
      `--config ${quote(path)} cannot be read (${reason}): it takes a file with settings as JSON`,
    );
  }
}

function parse(path: string, text: string, cwd: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(
      `${quote(relative(cwd, path))} is not JSON: a comma too many, a missing quote or a comment is enough; --no-config reads no settings`,
    );
  }
}

function checkConfig(file: string, values: unknown, cwd: string): Config {
  const path = relative(cwd, file);
  const locate = (from: string) => (from === '' ? from : relative(cwd, resolve(dirname(file), from)));
  if (values === undefined) throw new UsageError(`${quote(path)} holds no settings; --no-config reads none`);
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw badType(`the settings in ${quote(path)}`, values, 'an object');
  const { [VMS]: vms, ...others } = Object.fromEntries(Object.entries(values));
  const options = Object.entries(others).map(([key, value]) => {
    const option = IN_SETTINGS.find(({ name }) => name === key);
    if (option === undefined) throw unknownKey(key, path);
    const checked = typedValue(option, value, path);
    return [
      key,
      option.value !== null && option.isFile === true ? located(checked, locate) : checked,
    ] as const;
  });
  return { path, options: Object.fromEntries(options), vms };
}

function unknownKey(given: string, path: string): UsageError {
  const key = given.slice(0, LONGEST_KEY);
  if (OPTIONS.some(({ name }) => name === key))
    return new UsageError(`${quote(key)} in ${quote(path)} has no effect: it is for the command line`);
  const known = [VMS, ...IN_SETTINGS.map(({ name }) => name)];
  const suggestion = suggestionFor(key, known);
  const hint = suggestion === null ? `; the keys are ${known.join(', ')}` : ` (did you mean ${suggestion}?)`;
  return new UsageError(`unknown key ${quote(key)} in ${quote(path)}${hint}`);
}

function typedValue(option: OptionDefinition, value: unknown, path: string): ConfigValue {
  const label = labelIn(path)(option.name);
  if (option.value === null) {
    if (typeof value === 'boolean') return value;
    throw badType(label, value, 'true or false');
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (option.repeatable !== true)
    throw badType(
      label,
      value,
      option.choices === undefined ? 'a string or a number' : `one of ${option.choices.join(', ')}`,
    );
  if (!Array.isArray(value)) throw badType(label, value, 'a string or an array of strings');
  return value.map((one: unknown) => {
    if (typeof one === 'string') return one;
    throw badType(label, one, 'a string or an array of strings');
  });
}

function located(value: ConfigValue, locate: (path: string) => string): ConfigValue {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? locate(value) : value.map(locate);
}

/** Gives a function that tells what messages call a setting of a configuration. */
export function labelIn(path: string): (name: string) => string {
  return (name) => `${quote(name)} in ${visible(path)}`;
}

/** An option of the command line replaces these settings of a configuration too, which it would contradict. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  qos: ['cpf'],
  cpf: ['qos', 'profile'],
  profile: ['qos', 'cpf', 'role'],
  strict: ['allow-partial'],
  'allow-partial': ['strict'],
  quiet: ['verbose'],
  verbose: ['quiet'],
};

/** Which settings of single VMs an option of the command line replaces. */
const REPLACED_OF_VMS: Readonly<Record<string, readonly string[]>> = {
  qos: ['qos'],
  cpf: ['qos'],
  profile: ['qos', 'role'],
  role: ['role'],
};

/** Leaves out of a configuration what options of the command line replace; `negated`: those given as `--no-NAME`. */
export function withoutReplaced(
  config: Config,
  given: ReadonlySet<string>,
  negated: ReadonlySet<string>,
): Config {
  const affirmed = [...given].filter((name) => !negated.has(name));
  const replaced = new Set([...given, ...affirmed.flatMap((name) => REPLACED[name] ?? [])]);
  const ofVms = new Set([...given].flatMap((name) => REPLACED_OF_VMS[name] ?? []));
  return {
    ...config,
    options: Object.fromEntries(Object.entries(config.options).filter(([name]) => !replaced.has(name))),
    vms: ofVms.size === 0 ? config.vms : without(config.vms, ofVms),
  };
}

/** What is no list of objects is told where it is checked. */
function without(vms: unknown, keys: ReadonlySet<string>): unknown {
  if (!Array.isArray(vms)) return vms;
  return vms.flatMap((vm: unknown) => {
    if (typeof vm !== 'object' || vm === null) return [vm];
    const [all, left] = [Object.entries(vm), Object.entries(vm).filter(([key]) => !keys.has(key))];
    // An entry that gives something else than what is replaced is checked as it stands.
    return left.length < all.length && left.every(([key]) => key === 'match')
      ? []
      : [Object.fromEntries(left)];
  });
}
