import { seconds, visible } from '../model/text.js';
import { between, type Micros } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { isOf } from './kinds.js';
import { nameOf, type SnapshotTask } from './snapshot-tasks.js';

/** A request for a snapshot that ended because the guest did not quiesce. */
export interface FailedQuiesce {
  readonly message: string;
  /** From the request, or from when the guest was asked, to the failure; null where neither is in the logs. */
  readonly waitedUs: Micros | null;
  /** The request, the line that says that the guest was asked, and those of the failure, as far as the logs show them. */
  readonly evidence: readonly Entry[];
}

/** The guest chooses the words of its error, and how many. */
const LONGEST_REASON = 300;

const ADVICE =
  'No stop figure covers the time in which the guest held its own writes: look in its own logs for that, and for why it ' +
  'did not quiesce (VMware Tools, VSS writers, freeze scripts).';

/** Gives the requests for snapshots that failed because the guest did not quiesce, in order. */
export function failedQuiescesIn(snapshotTasks: readonly SnapshotTask[]): readonly FailedQuiesce[] {
  return snapshotTasks.flatMap((task) => {
    const { start, asked, failure } = task;
    if (failure === null) return [];
    const waitedUs = waitIn(task);
    const evidence = [start, asked, ...failure].filter((entry) => entry !== null);
    return [{ message: messageOf(task, reasonOf(failure), waitedUs), waitedUs, evidence }];
  });
}

function messageOf(task: SnapshotTask, reason: string, waitedUs: Micros | null): string {
  const name = nameOf(task);
  const snapshot = name === null ? 'a snapshot' : `the snapshot '${visible(name)}'`;
  if (waitedUs === null)
    return (
      `The guest did not quiesce for ${snapshot}: ${reason}. The request is not in the logs, so nobody knows how long ` +
      `the host waited. ${ADVICE}`
    );
  return (
    `The host waited ${seconds(waitedUs)} for the guest to quiesce for ${snapshot}, and that failed: ${reason}. ` +
    `The request ended there. ${ADVICE}`
  );
}

function waitIn({ start, asked, failure }: SnapshotTask): Micros | null {
  const from = start?.at ?? asked?.at ?? null;
  const to = failure?.[0].at ?? null;
  return from === null || to === null ? null : between(from, to);
}

function reasonOf(lines: readonly Entry[]): string {
  const reasons = [...new Set(lines.map(wordsOf))].join('; ');
  return reasons.length <= LONGEST_REASON ? reasons : `${reasons.slice(0, LONGEST_REASON)}…`;
}

function wordsOf(entry: Entry): string {
  if (isOf(entry, 'quiesce-state')) return `quiesce state ${entry.message.state}`;
  if (isOf(entry, 'quiesce-failed'))
    return sentenceOf(entry.message.text) || `msg.snapshot.${entry.message.id}`;
  if (!isOf(entry, 'quiesce-detail')) return '';
  const { code, text } = entry.message;
  return code === null ? sentenceOf(text ?? '') : `error code ${code}`;
}

function sentenceOf(text: string): string {
  return visible(text).replace(/\.$/, '');
}
