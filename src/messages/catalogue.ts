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
import { configFile, dump, dumpedName, host, product, setName, swapFile, uuid } from './identity-messages.js';
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
  uuid,
  configFile,
  swapFile,
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
  const found = new Map<string, Needle>();
  for (const { needle, anyCase = false, before: lines } of definitions) {
    const text = anyCase ? needle.toLowerCase() : needle;
    found.set(text, { text, anyCase, before: Math.max(lines, found.get(text)?.before ?? 0) });
  }
  const isCovered = ({ text }: Needle) => STOP_NEEDLES.some((stop) => text.toLowerCase().includes(stop.text));
  return [...STOP_NEEDLES, ...[...found.values()].filter((needle) => !isCovered(needle))];
}
