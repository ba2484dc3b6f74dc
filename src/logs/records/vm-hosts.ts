import type { InventoryFact } from '../../model/inventory-fact.js';
import { addTo } from '../../model/lists.js';
import type { LogPlace } from '../../model/log.js';
import { rootKey, rootOf, vmOfLog } from '../../model/vm-place.js';

/** Which facts about hosts belong to which VMs, by the bundles that hold the VMs' logs. They may come in any order. */
export class VmHosts {
  readonly #facts = new Map<string, [InventoryFact, ...InventoryFact[]]>();
  /** The roots of the hosts on which each VM has logs. */
  readonly #roots = new Map<string, Set<string>>();

  addFact(fact: InventoryFact): void {
    if (fact.statement.kind === 'host') addTo(this.#facts, rootKey(fact.place, fact.root), fact);
  }

  addLog(place: LogPlace): void {
    const root = rootOf(place);
    if (root === null) return;
    const { key } = vmOfLog(place);
    const roots = this.#roots.get(key) ?? new Set();
    this.#roots.set(key, roots.add(rootKey(place, root)));
  }

  /** Gives what is known of the hosts of each VM, with the VM's key. */
  *facts(): Generator<{ readonly vm: string; readonly fact: InventoryFact }> {
    for (const [vm, roots] of this.#roots)
      for (const root of roots) for (const fact of this.#facts.get(root) ?? []) yield { vm, fact };
  }
}
