import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { ExpectedInputs } from '../model/settings.js';
import { visible } from '../model/text.js';
import { inputKey } from './other-programs.js';

/**
 * Reports each expected input that was neither read nor is in records: nobody knows what is in it. `inputs` are the paths
 * that this run and those before it were told to read, `known` those of everything that was read or reported.
 */
export function missingInputs(
  expected: ExpectedInputs,
  inputs: Iterable<string>,
  known: Iterable<string>,
): readonly Diagnostic[] {
  const told = new Set(Array.from(inputs, inputKey));
  // A file that was found in a folder counts, a folder does so only where somebody was told to read it as a whole.
  for (const path of known) told.add(path.split('!/', 1)[0] ?? path);
  return expected.inputs
    .filter((input) => !told.has(inputKey(input)))
    .map((input) => missing(input, expected));
}

function missing(input: string, { path }: ExpectedInputs): Diagnostic {
  const message = `It is in the list ${visible(path)}, and neither it nor records of it are among the input: run the task that reads it again.`;
  return diagnostic('missing-input', visible(input), message);
}
