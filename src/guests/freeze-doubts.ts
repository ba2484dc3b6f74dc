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
    one: () => 'failed: the snapshot of that time holds a database that was not frozen.',
    many: 'freezes failed: the snapshots of these times hold a database that was not frozen.',
  },
  {
    kind: 'thaw-failed',
    applies: ({ record }) => record.outcome === 'thaw-failed',
    one: () => 'was not ended, for the thaw failed: the database may have stayed frozen.',
    many: 'thaws failed: the database may have stayed frozen.',
  },
  {
    kind: 'freeze-status',
    applies: ({ record }) => record.outcome === 'unknown-status',
    one: () => 'ended with a status that its script does not know: whether it was frozen is not known.',
    many: 'freezes ended with a status that their script does not know.',
  },
  {
    kind: 'restored-snapshot',
    applies: ({ record }) => record.isRestored,
    one: () => 'has no thaw, for the log is that of a guest restored from the snapshot.',
    many: 'freezes have no thaw, for the log is that of a guest restored from their snapshot.',
  },
  {
    kind: 'no-thaw',
    applies: ({ record }) =>
      record.outcome === 'unfinished' && !record.isRestored && hasBegun(record) && tellsThaw(record),
    one: ({ record }) =>
      record.isFrozen
        ? 'has no thaw in the log: the database may have stayed frozen.'
        : 'has no end in the log: whether it was frozen is not known.',
    many: 'freezes have no end in the log.',
  },
  {
    kind: 'no-freeze',
    applies: ({ record }) => !hasBegun(record) && record.outcome !== 'freeze-failed',
    one: () => 'is known by its thaw alone: when it began is not in the log.',
    many: 'freezes are known by their thaw alone.',
  },
  {
    kind: 'long-freeze',
    applies: ({ record, timed: { freeze } }, approachPercent) =>
      freeze.frozenUs !== null && freeze.frozenUs * 100 >= limitOf(record) * approachPercent,
    one: ({ record, timed: { freeze } }) =>
      `lasted ${seconds(freeze.frozenUs ?? 0)}; after ${seconds(limitOf(record))} the database blocks its writers.`,
    many: 'freezes came near the time after which the database blocks its writers, or lasted longer.',
  },
  {
    kind: 'second-freeze',
    applies: ({ record }) => record.isSecond,
    one: () => 'was begun while the database was frozen: two backups ran at once.',
    many: 'freezes were begun while the database was frozen: two backups ran at once.',
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

function nameOf({ record, timed: { freeze } }: ToldFreeze): string {
  const at = freeze.suspendedAt ?? freeze.requestedAt ?? freeze.resumingAt ?? freeze.resumedAt;
  const of = freeze.instance === null ? '' : `of ${freeze.instance} `;
  if (at !== null) return `${of}at ${at}`;
  const failed = record.failed === null ? null : new Date(record.failed.wall / 1000).toISOString();
  return failed === null ? `${of}of unknown time` : `${of}at ${failed.slice(0, -1)} by the guest's clock`;
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
