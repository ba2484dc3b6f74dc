import type { InventoryFact } from '../model/inventory-fact.js';
import { addTo, groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { compareNumber, compareText, descending, inTurn } from '../model/order.js';
import { folderKey, onHost, rootKey, rootOf } from '../model/vm-place.js';

/** `esx-HOST-2026-01-12--13.56-2107676`, read from its end, for a host's name may hold anything. */
const BUNDLE_ROOT = /^(?:.*\/)?esx-(?<host>.+)-\d{4}-\d\d-\d\d--\d\d\.\d\d(?:-\d+)?$/;
/** What vm-support writes for a host's name that nobody is to know. */
const OBFUSCATED = /^[0-9a-f]{40}$/;

/** A configuration of a VM, or the process list's word of one. */
interface Named {
  readonly name: string;
  /** The configuration's path in its folder. */
  readonly file: string;
  readonly place: LogPlace;
}

/** What the files beside the logs tell of VMs and hosts; their order does not matter. */
export class VmInventory {
  readonly #vmx = new Map<string, [Named, ...Named[]]>();
  readonly #running = new Map<string, [Named, ...Named[]]>();
  /** The files that the host knows as a VM's configuration, by folder. */
  readonly #known = new Map<string, Set<string>>();
  readonly #hosts: ReadonlyMap<string, readonly HostTold[]>;

  constructor(facts: readonly InventoryFact[]) {
    for (const fact of facts) this.#addVm(fact);
    const hosts = facts.flatMap(({ statement, place, root }) =>
      statement.kind === 'host' ? [{ ...statement, key: rootKey(place, root) }] : [],
    );
    const once = new Map(hosts.map((host) => [`${host.key}\n${host.name}\n${host.product}`, host]));
    this.#hosts = groupBy(once.values(), ({ key }) => key);
  }

  /** Gives the name that the configuration in one of the folders tells; null where none does. */
  configuredName(folders: Iterable<string>): string | null {
    return this.#configured(folders)[0]?.name ?? null;
  }

  /** Gives the name under which a VM with its configuration in one of the folders ran; null where none did. */
  runningName(folders: Iterable<string>): string | null {
    return this.#ran(folders)[0]?.name ?? null;
  }

  /** Gives every name that is told of a VM with its configuration in one of the folders. */
  names(folders: ReadonlySet<string>): readonly string[] {
    return [...this.#configured(folders), ...this.#ran(folders)].map(({ name }) => name);
  }

  /** Gives the names of the host whose bundle holds a log: as it calls itself, else as the bundle is called. */
  hostNames(place: LogPlace): readonly string[] {
    const root = rootOf(place);
    if (root === null) return [];
    const names = this.#hostsOf(place, root)
      .map(({ name }) => name)
      .filter((name) => name !== null);
    const ofRoot = BUNDLE_ROOT.exec(root)?.groups?.host;
    if (names.length > 0 || ofRoot === undefined || OBFUSCATED.test(ofRoot)) return names;
    return [ofRoot];
  }

  /** Gives what runs on the host whose bundle holds a log, null where nothing tells. */
  hostProduct(place: LogPlace): string | null {
    const root = rootOf(place);
    const logged = root === null ? [] : this.#hostsOf(place, root).map(({ product }) => product);
    // The one with a version is the longest.
    const products = logged.filter((product) => product !== null);
    products.sort((a, b) => b.length - a.length || compareText(a, b));
    return products[0] ?? null;
  }

  #addVm({ statement, place, root }: InventoryFact): void {
    if (statement.kind === 'vmx' && statement.name !== null) {
      addTo(this.#vmx, folderKey(place.container, place.folder), {
        name: statement.name,
        file: place.file,
        place,
      });
    }
    if (statement.kind !== 'running-vm' && statement.kind !== 'registered-vm') return;
    const { folder, file } = onHost(root, statement.vmxPath);
    const key = folderKey(place.container, folder);
    const known = this.#known.get(key) ?? new Set();
    this.#known.set(key, known.add(file));
    if (statement.kind === 'running-vm') addTo(this.#running, key, { name: statement.name, file, place });
  }

  #hostsOf(place: LogPlace, root: string): readonly HostTold[] {
    return this.#hosts.get(rootKey(place, root)) ?? [];
  }

  /** A folder may hold several: the one that the host knows, then the one that is named like its folder. */
  #configured(folders: Iterable<string>): readonly Named[] {
    const found = [...folders].flatMap((key) => {
      const known = this.#known.get(key);
      const rank = ({ file, place }: Named) =>
        known?.has(file) === true
          ? 0
          : file.toLowerCase() === `${place.folderName}.vmx`.toLowerCase()
            ? 1
            : 2;
      return (this.#vmx.get(key) ?? []).map((named) => ({ ...named, rank: rank(named) }));
    });
    return found.sort(
      inTurn<Named & { readonly rank: number }>(
        (a, b) => a.rank - b.rank,
        (a, b) => compareText(a.file, b.file),
        newestFirst,
      ),
    );
  }

  #ran(folders: Iterable<string>): readonly Named[] {
    return [...folders].flatMap((key) => this.#running.get(key) ?? []).sort(newestFirst);
  }
}

type HostTold = { readonly name: string | null; readonly product: string | null };

const newestFirst = inTurn<Named>(
  descending((a, b) => compareNumber(a.place.modifiedAt ?? -1, b.place.modifiedAt ?? -1)),
  (a, b) => compareText(a.name, b.name),
  (a, b) => compareText(a.place.path, b.place.path),
);
