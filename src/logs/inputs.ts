import { normalize } from 'node:path';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { visible } from '../model/text.js';

/**
 * Says of which inputs nothing was read but logs of other programs: who named them expects a VM's. `others` are the
 * paths of those, `known` those of all else that was read or told of.
 */
export function withOthersOnly(
  inputs: readonly string[],
  others: readonly string[],
  known: Iterable<string>,
): readonly Diagnostic[] {
  if (others.length === 0) return [];
  const [ofOthers, ofKnown] = [ancestorsOf(others), ancestorsOf(known)];
  const found = [...new Set(inputs)].filter((input) => {
    const key = keyOf(visible(normalize(input)));
    return ofOthers.has(key) && !ofKnown.has(key);
  });
  return found.map((input) => {
    const message =
      "No VM's log is in it, only logs of other programs; look for vmware.log in the VM's folder.";
    return diagnostic('no-log', visible(input), message);
  });
}

/** Gives everything that some paths stand in, and the paths themselves. */
function ancestorsOf(paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) {
    if (!/^(?:[/\\]|\.\.)/.test(path)) found.add('.');
    for (const { index } of path.matchAll(/[/\\]/g)) found.add(keyOf(path.slice(0, index + 1)));
    found.add(keyOf(path));
  }
  return found;
}

/** The same for a folder with and without a slash at its end, and for a container and what is in it. */
function keyOf(path: string): string {
  return path.replace(/(?<=.)(?:!?[/\\])$/, '');
}
