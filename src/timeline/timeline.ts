import type { Diagnostic } from '../model/diagnostic.js';
import { compareText } from '../model/order.js';
import { visible } from '../model/text.js';
import { earliest, type Instant, latest } from '../model/units.js';
import { measureElapsed } from './elapsed.js';
import type { Entry } from './entry.js';
import type { LogReading } from './reading.js';
import { inOrder, withoutTime } from './sequence.js';
import { nameOf, type Share, shareOut } from './shares.js';
import { pairStops, type TimelineStop } from './stops.js';

/** All that the logs of one VM told, in the order of time. */
export interface VmTimeline {
  readonly vm: string;
  readonly vmPath: string;
  /** The folder's or file's own name, by which a filter may ask for the VM. */
  readonly folderName: string;
  readonly logs: readonly string[];
  readonly hosts: readonly string[];
  readonly products: readonly string[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  readonly recordsStops: boolean;
  /** Messages with a time, in order. */
  readonly entries: readonly Entry[];
  /** Stops in order, those without a time last. */
  readonly stops: readonly TimelineStop[];
  /** What is doubtful about them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes one timeline of the logs of each VM; the order in which the logs come does not matter. */
export function buildTimelines(readings: readonly LogReading[]): readonly VmTimeline[] {
  return shareOut(readings).map(timelineOf);
}

function timelineOf(share: Share): VmTimeline {
  const { place, readings, spans, logs } = share;
  const entries = inOrder(logs);
  const untimed = withoutTime(logs);
  const measured = measureElapsed(pairStops(entries), entries);
  const stops = [...measured.stops, ...pairStops(untimed)];
  const all = [...untimed, ...entries];
  return {
    vm: nameOf(share),
    vmPath: place.vmPath,
    folderName: place.fallbackName,
    logs: sortedSet(readings.map((reading) => reading.place.path)),
    hosts: namesIn(all, 'host'),
    products: namesIn(all, 'product'),
    firstAt: earliest(spans.map(({ firstAt }) => firstAt)),
    lastAt: latest(spans.map(({ lastAt }) => lastAt)),
    recordsStops: stops.length > 0 || readings.some(({ hosted }) => hosted !== true),
    entries,
    stops,
    diagnostics: measured.diagnostics,
  };
}

function namesIn(entries: readonly Entry[], kind: 'host' | 'product'): readonly string[] {
  return sortedSet(entries.flatMap(({ message }) => (message.kind === kind ? [visible(message.name)] : [])));
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
