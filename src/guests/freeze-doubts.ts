import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import type { TimedFreeze } from '../model/guest.js';
import { groupBy } from '../model/lists.js';
import { seconds } from '../model/text.js';
import { US_PER_SECOND } from '../model/units.js';
import type { FreezeRecord } from './freeze-record.js';

/** A freeze as the logs tell it, and with its times read. */
export interface ToldFreeze {
  readonly record: FreezeRecord;
  readonly timed: TimedFreeze;
}

/** The time after which writers are blocked unless the call says otherwise (class reference, Backup.General). */
const DEFAULT_LIMIT_S = 600;

interface Rule {
  readonly kind: DiagnosticKind;
  readonly applies: (freeze: ToldFreeze, approachPercent: number) => boolean;
  /** What is said of one, behind its name and time. */
  readonly one: (freeze: ToldFreeze) => string;
  /** What is said of several. */
  readonly many: string;
}

const RULES: readonly Rule[] = [
  {
    kind: 'freeze-failed',
    applies: ({ record }) => record.outcome === 'freeze-failed' && !record.isSecond,
    one: () =>
      'failed, so a snapshot of that time holds an unfrozen database, as after a power cut. Run the freeze script by hand and read its error.',
    many: 'freezes failed, so snapshots of those times hold an unfrozen database, as after a power cut.',
  },
  {
    kind: 'thaw-failed',
    applies: ({ record }) => record.outcome === 'thaw-failed',
    one: () =>
      'was not thawed, for the thaw failed. Check the database with iris stat INSTANCE (WDSUSPD: still frozen); thaw it with iris thaw INSTANCE.',
    many: 'thaws failed, so the database may have stayed frozen.',
  },
  {
    kind: 'freeze-status',
    applies: ({ record }) => record.outcome === 'unknown-status',
    one: () =>
      'ended with a status that its script does not know, so it is unclear whether the database was frozen. Check the script: 5 is success, 3 is failure.',
    many: 'freezes ended with a status that their script does not know.',
  },
  {
    kind: 'restored-snapshot',
    applies: ({ record }) => record.isRestored,
    one: () => 'has no thaw: the database was started next, so this guest was restored from that snapshot.',
    many: 'freezes have no thaw: the database was started next, so this guest was restored from a snapshot.',
  },
  {
    kind: 'no-thaw',
    applies: ({ record }) =>
      record.outcome === 'unfinished' && !record.isRestored && hasBegun(record) && tellsThaw(record),
    one: ({ record }) =>
      record.isFrozen
        ? 'has no thaw in the log. Get the later log, and check that the database is not still frozen.'
        : 'has no end in the log, so it is unclear whether the database was frozen. Get the later log.',
    many: 'freezes have no end in the log.',
  },
  {
    kind: 'no-freeze',
    applies: ({ record }) => !hasBegun(record) && record.outcome !== 'freeze-failed',
    one: () => 'has a thaw but no start in the log. Get the earlier log.',
    many: 'freezes have a thaw but no start in the log.',
  },
  {
    kind: 'long-freeze',
    applies: ({ record, timed: { freeze } }, approachPercent) =>
      freeze.frozenUs !== null && freeze.frozenUs * 100 >= limitOf(record) * approachPercent,
    one: ({ record, timed: { freeze } }) =>
      `lasted ${seconds(freeze.frozenUs ?? 0)} of the ${seconds(limitOf(record))} after which the database blocks its writers. Find out what delays the thaw.`,
    many: 'freezes came near the time after which the database blocks its writers, or passed it.',
  },
  {
    kind: 'second-freeze',
    applies: ({ record }) => record.isSecond,
    one: () =>
      'was tried while the database was already frozen. If two backups run at once, give them different times.',
    many: 'freezes were tried while the database was already frozen. If two backups run at once, give them different times.',
  },
];

/** Says what is wrong with freezes, in one sentence for all of a kind in a log. */
export function freezeDoubts(freezes: readonly ToldFreeze[], approachPercent: number): readonly Diagnostic[] {
  return RULES.flatMap((rule) => {
    const found = freezes.filter((freeze) => rule.applies(freeze, approachPercent));
    return [...groupBy(found, ({ record }) => record.source).values()].map((ofLog) => told(rule, ofLog));
  });
}

function told({ kind, one, many }: Rule, freezes: readonly [ToldFreeze, ...ToldFreeze[]]): Diagnostic {
  const last = freezes.at(-1) ?? freezes[0];
  const { source } = last.record;
  if (freezes.length === 1) return diagnostic(kind, source, `The freeze ${nameOf(last)} ${one(last)}`);
  return diagnostic(kind, source, `${freezes.length} ${many} The last one is that ${nameOf(last)}.`);
}

function nameOf({ timed: { freeze, failedAt } }: ToldFreeze): string {
  const { instance, requestedAt, suspendedAt, resumingAt, resumedAt } = freeze;
  const of = instance === null ? '' : `of ${instance} `;
  const at = requestedAt ?? suspendedAt ?? failedAt ?? resumingAt ?? resumedAt;
  return at === null ? `${of}of unknown time` : `${of}at ${at}`;
}

function hasBegun({ requested, isFrozen }: FreezeRecord): boolean {
  return requested !== null || isFrozen;
}

/** The published scripts for Azure never write that the system is thawed. */
function tellsThaw({ form }: FreezeRecord): boolean {
  return form !== 'azure';
}

function limitOf({ limitS }: FreezeRecord): number {
  return (limitS ?? DEFAULT_LIMIT_S) * US_PER_SECOND;
}
