import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import { seconds, visible } from '../model/text.js';
import { type Instant, instant } from '../model/units.js';
import type { Entry } from './entry.js';
import { isTakeover, LONGEST_SWITCHOVER_US } from './marks.js';
import type { TimelineStop } from './stops.js';
import type { Stun } from './stuns.js';

/** A VM was stopped, and no log tells how long. */
export interface OpenStop {
  /** When it was stopped or taken over, and until when at the latest; null where the line has no readable time. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly diagnostic: Diagnostic;
}

/** The stop ended a migration, and the two hosts' clocks cannot both be right. */
export function clocksDiffer({ entry }: Stun, stop: TimelineStop): Diagnostic {
  const message =
    `The migration that stunned the VM at ${isoOf(entry.at)} (${entry.place.path}) and the stop that ended at ` +
    `${isoOf(stop.endedAt)} are one, but the clocks of the two hosts do not agree. The logged figure of ` +
    `${seconds(stop.durationUs)} leaves out the time on the source host, so it is only the least that the stop lasted. ` +
    'Compare the clocks of the two hosts, and add the time from the stun to the unstun line by hand.';
  return diagnostic('clocks-differ', stop.place.path, message);
}

/** The line before a stop says that the VM was about to be stunned, and none that it was. */
export function onlyBegun({ entry }: Stun, stop: TimelineStop, elapsedUs: number): Diagnostic {
  return halfStop(
    stop,
    `No line says when the VM was stunned for it, only that this was about to happen at ${isoOf(entry.at)}, so it ` +
      `lasted ${seconds(elapsedUs)} at most. Get the whole log of the process that was stunned (${entry.place.path}).`,
  );
}

/** A mark stands before a stop in its log, and one of the two has no readable time. */
export function unmeasured(mark: Entry, stop: TimelineStop): Diagnostic {
  if (isTakeover(mark)) return takenOver(mark, stop);
  const line = stop.endedAt === null ? 'the line of the stop itself' : 'that line';
  return halfStop(
    stop,
    `The VM was stunned for it (the line at byte ${mark.offset}), but ${line} has no readable time, so the time ` +
      'between the two cannot be measured. Get the log as the host wrote it, not a copy of its lines.',
  );
}

/** A new process ended the stop, and no log tells when the old one began it. */
export function takenOver(mark: Entry, stop: TimelineStop): Diagnostic {
  return halfStop(stop, LEFT_OUT[takeoverOf(mark)](mark));
}

/** No stop ends what a line begins; `isCut`: its log ends in mid-line. */
export function openStop(mark: Entry, isCut: boolean): OpenStop {
  const when = mark.at === null ? 'at a time that cannot be read' : `at ${isoOf(mark.at)}`;
  const ending = isCut
    ? 'and the log is cut off after that, so nobody knows whether it ran again soon'
    : 'and no log tells when it ran again, so nobody knows how long it was stopped';
  const message = `The VM was ${stateOf(mark)} ${when}, ${ending}: ${remedyOf(mark, isCut)}.`;
  const to = mark.at === null ? null : instant(mark.at + LONGEST_SWITCHOVER_US);
  return { from: mark.at, to, diagnostic: diagnostic('open-stop', mark.place.path, message) };
}

function halfStop(stop: TimelineStop, why: string): Diagnostic {
  const which =
    stop.endedAt === null
      ? `The stop at byte ${stop.offset}`
      : `The stop that ended at ${isoOf(stop.endedAt)}`;
  const message = `${which} lasted at least ${seconds(stop.durationUs)}, and how much longer is not known. ${why}`;
  return diagnostic('half-stop', stop.place.path, message);
}

type Takeover = 'destination' | 'migration' | 'suspend' | 'snapshot';

/** What the figure leaves out, and which log tells it. */
const LEFT_OUT: Readonly<Record<Takeover, (mark: Entry) => string>> = {
  destination: ({ message }) => {
    const from = message.kind === 'migrate-destination' ? ` (${visible(message.from)})` : '';
    return (
      `The VM came from another host${from}, and the figure leaves out the time on that host. Get the log of the VM that ` +
      'the host was writing then: its line "Migrate: VM successfully stunned" tells when the stop began.'
    );
  },
  migration: () =>
    'A new process took the VM over from another one, and the figure leaves out the time before that. Get the log of the ' +
    'other process: the older log in the folder of the VM, or the one of the host that it came from.',
  suspend: () =>
    'The VM went on from a suspended state, and the figure leaves out the time since it was suspended. Look for "SUSPEND" ' +
    'in its older logs, or for the task in vCenter.',
  snapshot: () =>
    'The VM went back to the state of a snapshot, and the figure leaves out the time from when it was stopped for that. ' +
    'Look for the end of its older log, or for the task in vCenter.',
};

function takeoverOf({ message }: Entry): Takeover {
  return message.kind === 'restore' || message.kind === 'resume' ? message.of : 'destination';
}

const STATES: Readonly<Record<Takeover, string>> = {
  destination: 'taken over from another host',
  migration: 'taken over from another process',
  suspend: 'brought back from a suspended state',
  snapshot: 'brought back to the state of a snapshot',
};

function stateOf(mark: Entry): string {
  if (isTakeover(mark)) return STATES[takeoverOf(mark)];
  return mark.message.kind === 'migrate-stunned'
    ? 'stunned for a migration'
    : 'about to be stunned for a migration';
}

function remedyOf(mark: Entry, isCut: boolean): string {
  if (isTakeover(mark)) return 'get the whole log, and the logs after it';
  return isCut
    ? 'get the whole log, and that of the host that it went to'
    : 'get the log of the host that it went to';
}
