import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { InventoryFact } from '../model/inventory-fact.js';
import { groupBy } from '../model/lists.js';
import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { compareText } from '../model/order.js';
import { folderKey, onHost, rootKey } from '../model/vm-place.js';
import { type KeptLog, placesOf } from './copies.js';
import { COPY, isBroken, type ReadContext } from './read-context.js';

/** What vm-support takes for a pattern where a path names a folder so. */
const PATTERN_CHARACTERS = /[[\]*?$]/;
const COMPLAINED_FOLDER = /vmfs\/volumes\/[^/]+\/(?<folder>[^/]+)\//i;
const ON_DATASTORE = /(?:^|\/)(vmfs\/volumes\/[^/]+\/[^/]+)$/;

/** Says what of bundles and VMs should have been read and was not there. */
export function findGaps(logs: readonly KeptLog[], { facts, problems }: ReadContext): readonly Diagnostic[] {
  const sorted = facts.toSorted((a, b) => compareText(a.place.path, b.place.path));
  const bundles = bundlesIn(sorted);
  const broken = (container: string) => isBroken(container, problems);
  const unfinished = bundles.filter(({ begins, ends, place }) => begins && !ends && !broken(place.container));
  const isCut = ({ place, root }: InventoryFact) =>
    broken(place.container) || unfinished.some((bundle) => bundle.key === rootKey(place, root));
  return [
    ...unfinished.map(bundleUnfinished),
    ...complaints(sorted, new Set(bundles.map(({ key }) => key))),
    ...withoutLog(sorted, logs, problems, isCut),
  ];
}

interface Bundle {
  readonly key: string;
  readonly root: string;
  readonly place: LogPlace;
  readonly begins: boolean;
  readonly ends: boolean;
}

function bundlesIn(facts: readonly InventoryFact[]): readonly Bundle[] {
  const marks = facts.filter(
    ({ statement }) => statement.kind === 'bundle-begins' || statement.kind === 'bundle-ends',
  );
  return [...groupBy(marks, ({ place, root }) => rootKey(place, root))].map(([key, [first, ...others]]) => {
    const kinds = [first, ...others].map(({ statement }) => statement.kind);
    const { root, place } = first;
    return { key, root, place, begins: kinds.includes('bundle-begins'), ends: kinds.includes('bundle-ends') };
  });
}

function bundleUnfinished({ root, place }: Bundle): Diagnostic {
  const message =
    'The support bundle lacks its closing members (errors-ignored.log is the last): the collector died or ran out of ' +
    'space, or not all of it was copied. VM logs come last, so whole logs may be missing, and stops hidden there; collect it again into a folder ' +
    'with room: vm-support -w /vmfs/volumes/DATASTORE.';
  return diagnostic('bundle-unfinished', inContainer(place, root), message);
}

/** Other programs also write an error.log: only a bundle's speaks of logs that were not collected. */
function complaints(facts: readonly InventoryFact[], bundles: ReadonlySet<string>): readonly Diagnostic[] {
  const said = new Set<string>();
  return facts.flatMap(({ statement, place, root }) => {
    const key = rootKey(place, root);
    if (statement.kind !== 'not-collected' || !bundles.has(key) || said.has(`${key}\n${statement.text}`))
      return [];
    said.add(`${key}\n${statement.text}`);
    const folder = COMPLAINED_FOLDER.exec(statement.text)?.groups?.folder ?? '*';
    const why = folder !== '*' && PATTERN_CHARACTERS.test(folder) ? ` ${patternName()}` : '';
    const text = statement.text.replace(/\.$/, '');
    const message = `The collector says: ${text}. Stops in that log may be hidden;${why} ${COPY}.`;
    return [diagnostic('not-collected', place.path, message)];
  });
}

function patternName(): string {
  return 'vm-support takes [ ] * ? $ in the name of a folder for a pattern and so misses it;';
}

/** A VM that should have logs. */
interface Expected {
  readonly fact: InventoryFact;
  /** Where its configuration stands, and in which folder. */
  readonly path: string;
  readonly folder: string;
}

function withoutLog(
  facts: readonly InventoryFact[],
  logs: readonly KeptLog[],
  problems: readonly Diagnostic[],
  isCut: (fact: InventoryFact) => boolean,
): readonly Diagnostic[] {
  const found = new Set(
    logs
      .flatMap(placesOf)
      .filter(({ file }) => VM_LOG_NAME.test(file))
      .flatMap(keysOf),
  );
  const spoken = new Set(problems.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const expected = facts.flatMap(expectedBy);
  const missing = expected.filter(({ fact: { place }, path, folder }) => {
    const keys = keysOf({ container: place.container, folder });
    return !keys.some((key) => found.has(key)) && !spoken.has(path.slice(0, path.lastIndexOf('/')));
  });
  const byVm = groupBy(missing, ({ fact: { place }, folder }) => folderKey(place.container, folder));
  return [...byVm.values()].map(([first, ...others]) => {
    const cut = [first, ...others].some(({ fact }) => isCut(fact));
    return noLog(first, cut);
  });
}

/** A folder under a volume's label is taken for the same in every bundle: to say that logs are missing is to be sure. */
function keysOf({ container, folder }: Pick<LogPlace, 'container' | 'folder'>): readonly string[] {
  const onDatastore = ON_DATASTORE.exec(folder)?.[1];
  return [folderKey(container, folder), ...(onDatastore === undefined ? [] : [onDatastore])];
}

function expectedBy(fact: InventoryFact): readonly Expected[] {
  const { statement, place, root } = fact;
  if (statement.kind === 'vmx') return [{ fact, path: place.path, folder: place.folder }];
  if (statement.kind !== 'registered-vm') return [];
  const { folder, file } = onHost(root, statement.vmxPath);
  return [{ fact, path: inContainer(place, `${folder}/${file}`), folder }];
}

function noLog({ fact: { statement }, path, folder }: Expected, isCut: boolean): Diagnostic {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  // vm-support misses the .vmx of such a folder as well, so that only the inventory tells of it.
  const missedByPattern = statement.kind === 'registered-vm' && PATTERN_CHARACTERS.test(name);
  const what =
    statement.kind === 'vmx'
      ? `No log was found beside the configuration of ${statement.name ?? name}`
      : `The VM of this configuration is registered on the host, but no log of it was found`;
  const why = missedByPattern
    ? `${patternName()} stops may be hidden; ${COPY}`
    : isCut
      ? 'what it stands in is cut off, and its logs may have come after that: stops may be hidden; get it again'
      : 'it was never powered on, or writes its logs elsewhere, where stops may be hidden (look for workingDir and ' +
        'log.fileName in the .vmx)';
  return diagnostic('no-vm-log', path, `${what}: ${why}.`);
}

function inContainer({ container }: LogPlace, path: string): string {
  return container === '' ? path : path === '' ? container : `${container}!/${path}`;
}
