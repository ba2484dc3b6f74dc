import { normalize } from 'node:path';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { visible } from '../model/text.js';

/**
 * Reports inputs that hold nothing but logs of other programs: the user expected a VM's. `others` are the paths of such
 * logs, `known` those of everything else that was read or reported.
 */
export function withOthersOnly(
  inputs: readonly string[],
  others: readonly string[],
  known: Iterable<string>,
): readonly Diagnostic[] {
  if (others.length === 0) return [];
  const [ofOthers, ofKnown] = [ancestorsOf(others), ancestorsOf(known)];
  const found = [...new Set(inputs)].filter((input) => {
    const key = inputKey(input);
    return ofOthers.has(key) && !ofKnown.has(key);
  });
  return found.map((input) => {
    const message =
      "No VM's log is in it, only logs of other programs; look for vmware.log in the VM's folder.";
    return diagnostic('no-log', visible(input), message);
  });
}

/** Gives an input as it stands in the paths of what was found in it. */
export function inputKey(input: string): string {
  return keyOf(visible(normalize(input)));
}

/** Returns the paths and all folders and containers above them. */
function ancestorsOf(paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    if (!/^(?:[/\\]|\.\.)/.test(path)) found.add('.');
    for (const { index } of path.matchAll(/[/\\]/g)) found.add(keyOf(path.slice(0, index + 1)));
    found.add(keyOf(path));
  }
  return found;
}

/** Strips the slash at the end of a folder, and the `!/` behind a container. */
function keyOf(path: string): string {
  return path.replace(/(?<=.)(?:!?[/\\])$/, '');
}
