import type { Pseudonyms } from './names.js';

/** Parts of paths that are the same everywhere. */
const COMMON = new Set(['', '.', '..', '-', 'vmfs', 'volumes', 'var', 'run', 'log', 'vms']);
/** Some diagnostics are about an option. */
const OPTION = /^--[a-z-]+$/;
const LOG = /^vmware(?:-\d{1,6})?\.log(?:\.\d{1,4})?(?:\.gz)?$/;
const ENDING = /(?:\.tar)?\.(?:tgz|gz|tar|zip|zst|log|txt|vmx|vmdk|json|cpf)$/i;

/** Gives a path with a pseudonym for each of its names. What tells logs, bundles and datastores apart stays. */
export function redactPath(path: string, pseudonyms: Pseudonyms): string {
  let before = '';
  return path
    .split(/(!\/|[/\\])/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const shown = redactPart(part, before, pseudonyms);
      before = part;
      return shown;
    })
    .join('');
}

function redactPart(part: string, before: string, pseudonyms: Pseudonyms): string {
  if (COMMON.has(part) || LOG.test(part) || OPTION.test(part)) return part;
  if (before === 'volumes') return pseudonyms.of('datastore', part);
  const known = pseudonyms.find(part);
  if (known !== null) return known;
  const [ending = ''] = ENDING.exec(part) ?? [];
  const name = part.slice(0, part.length - ending.length);
  return name === '' ? part : `${pseudonyms.find(name) ?? pseudonyms.of('path', name)}${ending}`;
}
