import type { Needle } from '../model/line.js';
import {
  consolidateCancel,
  consolidateEnd,
  consolidateIteration,
  consolidateSynchronous,
  consolidateTrouble,
  consolidateWork,
  trackingEnabled,
} from './consolidate-messages.js';
import {
  deviceAbsent,
  deviceOff,
  hotRemove,
  hotRemoveDone,
  inStun,
  memoryHotAdd,
  request,
  restore,
  resume,
  suspendDone,
  suspendStart,
} from './device-messages.js';
import { dump, dumpedName, host, product, setName } from './identity-messages.js';
import type { Message, MessageDefinition } from './message.js';
import {
  migrateDestination,
  migrateSource,
  migrateStunBegin,
  migrateStunned,
  storageMigration,
} from './migration-messages.js';
import { quiesceDetail, quiesceFailed, quiesceState } from './quiesce-messages.js';
import { snapshotDone, snapshotLazy, snapshotMode, snapshotStart } from './snapshot-messages.js';
import { stunned, unstun } from './stop-messages.js';
import { STOP_NEEDLES } from './stop-words.js';

/** Every message that the program knows; the order is that of the documentation. */
export const CATALOGUE: readonly MessageDefinition[] = [
  unstun,
  stunned,
  snapshotStart,
  snapshotMode,
  snapshotLazy,
  snapshotDone,
  quiesceState,
  quiesceFailed,
  quiesceDetail,
  inStun,
  consolidateIteration,
  consolidateSynchronous,
  consolidateCancel,
  consolidateTrouble,
  consolidateEnd,
  consolidateWork,
  trackingEnabled,
  migrateStunBegin,
  migrateStunned,
  migrateSource,
  migrateDestination,
  storageMigration,
  memoryHotAdd,
  hotRemove,
  deviceAbsent,
  deviceOff,
  hotRemoveDone,
  suspendStart,
  suspendDone,
  resume,
  restore,
  request,
  product,
  host,
  dump,
  dumpedName,
  setName,
];

/** What the sieve must seek so that no line with a known message, and none with the words of a stop, is lost. */
export const NEEDLES: readonly Needle[] = needlesOf(CATALOGUE);

/** Reads the message of a line, the text after its prefix; null where it is none that the program knows. */
export function readMessage(text: string): Message | null {
  for (const definition of CATALOGUE) {
    const match = definition.pattern.exec(text);
    const message = match === null ? null : definition.read(match.groups ?? {});
    if (message !== null) return message;
  }
  return null;
}

function needlesOf(definitions: readonly MessageDefinition[]): readonly Needle[] {
  const before = new Map<string, number>();
  for (const { needle, before: lines } of definitions) {
    before.set(needle, Math.max(lines, before.get(needle) ?? 0));
  }
  const isCovered = (needle: string) => STOP_NEEDLES.some(({ text }) => needle.toLowerCase().includes(text));
  const others = [...before].filter(([needle]) => !isCovered(needle));
  return [...STOP_NEEDLES, ...others.map(([text, lines]) => ({ text, before: lines }))];
}
