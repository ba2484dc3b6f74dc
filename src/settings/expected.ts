import type { ExpectedInputs, OptionFile } from '../model/settings.js';
import { readText } from './text-file.js';
import { quote, UsageError } from './usage-error.js';

/** Reads a list of inputs, one on each line; throws UsageError for a file that cannot be read, or has none. */
export function readExpected({ label, path }: OptionFile): ExpectedInputs {
  const refuse = (why: string) => new UsageError(`${label} ${quote(path)} ${why}`);
  const inputs = readText(path, refuse)
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (inputs.length === 0) throw refuse('is empty: it takes a file with one input on each line');
  return { path, inputs: [...new Set(inputs)] };
}
