import type { Diagnostic } from '../model/diagnostic.js';
import { sortedSet } from '../model/order.js';
import { visible } from '../model/text.js';
import { earliest, type Instant, latest } from '../model/units.js';
import { type KeptLog, placesOf } from './copies.js';
import type { OpenStop } from './doubts.js';
import { measureStops } from './elapsed.js';
import type { Entry } from './entry.js';
import { groupLogs, type NamedLogGroup } from './group-logs.js';
import type { ReadContext } from './read-context.js';
import { missingLogs } from './rotation.js';
import { inOrder, isStopLine, withoutTime } from './sequence.js';
import { pairStops, type TimelineStop } from './stops.js';
import { VmInventory } from './vm-inventory.js';

/** The time from the first to the last line of a log whose time is known. */
interface Span {
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/** What is known of a VM besides what happened to it. */
export interface VmFacts {
  readonly vm: string;
  readonly vmPath: string;
  /** All names by which a filter may ask for the VM. */
  readonly names: readonly string[];
  readonly logs: readonly string[];
  readonly hosts: readonly string[];
  readonly products: readonly string[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** The times that its logs cover, one for each. */
  readonly spans: readonly Span[];
  readonly recordsStops: boolean;
  /** When it was stopped without a line that tells how long. */
  readonly openStops: readonly OpenStop[];
  /** What else is doubtful about its stops. */
  readonly diagnostics: readonly Diagnostic[];
}

/** All that the logs of one VM told, in the order of time. */
export interface VmTimeline extends VmFacts {
  /** Messages with a time, in order. Stop lines are there only where they bear a task: the stops tell the rest. */
  readonly entries: readonly Entry[];
  /** Stops in order, those without a time last. */
  readonly stops: readonly TimelineStop[];
}

/** The timelines of all VMs, and what is doubtful about which logs are whose. */
export interface Timelines {
  readonly timelines: readonly VmTimeline[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes one timeline of the logs of each VM; the order in which the logs come does not matter. */
export function buildTimelines(logs: readonly KeptLog[], { facts, problems }: ReadContext): Timelines {
  const inventory = new VmInventory(facts);
  const { groups, diagnostics } = groupLogs(logs, inventory);
  return { timelines: groups.map((group) => timelineOf(group, inventory, problems)), diagnostics };
}

function timelineOf(
  group: NamedLogGroup,
  inventory: VmInventory,
  problems: readonly Diagnostic[],
): VmTimeline {
  const { place, parts, rotation, names } = group;
  const readings = parts.map(({ log }) => log);
  const logs = parts.map(({ entries }) => entries);
  const { stopLines, others } = splitUp(inOrder(logs));
  const untimed = withoutTime(logs);
  const cut = new Set(readings.filter((reading) => reading.cut).map((reading) => reading.place));
  const [timed, loose] = [pairStops(stopLines), pairStops(untimed)];
  const recordsStops = timed.length + loose.length > 0 || readings.some(({ hosted }) => hosted !== true);
  const { stops, openStops } = measureStops({
    timed,
    untimed: loose,
    entries: others,
    loose: untimed,
    cut,
    recordsStops,
  });
  const headers = [...untimed, ...others].filter(isHeader);
  const products = namesIn(headers, 'product');
  return {
    vm: names[0],
    vmPath: place.vmPath,
    names,
    logs: sortedSet(readings.map((reading) => reading.place.path)),
    hosts: hostsOf(headers, readings, inventory),
    products: products.length > 0 ? products : hostProducts(readings, inventory),
    firstAt: earliest(parts.map(({ firstAt }) => firstAt)),
    lastAt: latest(parts.map(({ lastAt }) => lastAt)),
    spans: parts.map(({ firstAt, lastAt }) => ({ firstAt, lastAt })),
    recordsStops,
    entries: others,
    stops,
    openStops,
    diagnostics: missingLogs(rotation, problems),
  };
}

interface Parts {
  readonly stopLines: readonly Entry[];
  /** All but the stop lines that bear no task. */
  readonly others: readonly Entry[];
}

function splitUp(entries: readonly Entry[]): Parts {
  const [stopLines, others]: [Entry[], Entry[]] = [[], []];
  for (const entry of entries) {
    const isStop = isStopLine(entry);
    if (isStop) stopLines.push(entry);
    if (!isStop || entry.opId !== null) others.push(entry);
  }
  return { stopLines, others };
}

function isHeader({ message: { kind } }: Entry): boolean {
  return kind === 'host' || kind === 'product';
}

/** The hosts that the logs name, and those whose bundles hold them; the longer form of a name stands for both. */
function hostsOf(
  entries: readonly Entry[],
  logs: readonly KeptLog[],
  inventory: VmInventory,
): readonly string[] {
  const ofBundles = logs.flatMap(placesOf).flatMap((place) => inventory.hostNames(place));
  const hosts = sortedSet([...namesIn(entries, 'host'), ...ofBundles]);
  const shorter = new Set(hosts.flatMap(shorterForms));
  return hosts.filter((host) => !shorter.has(host));
}

function shorterForms(host: string): readonly string[] {
  const steps = host.split('.');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
}

/** Where no log tells the product, it is that of the hosts whose bundles hold them. */
function hostProducts(logs: readonly KeptLog[], inventory: VmInventory): readonly string[] {
  const products = logs.flatMap(placesOf).map((place) => inventory.hostProduct(place));
  return sortedSet(products.filter((product) => product !== null));
}

function namesIn(entries: readonly Entry[], kind: 'host' | 'product'): readonly string[] {
  return sortedSet(entries.flatMap(({ message }) => (message.kind === kind ? [visible(message.name)] : [])));
}
