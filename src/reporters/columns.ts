import type { Backup, Freeze, Report, Stop, StopEvent, Vm } from '../model/report.js';
import type { RowKind } from './reporter.js';
import type { Cell } from './text/delimited.js';

/** What the cells of a column hold, null besides. A `guest-time` is that of a guest's clock where its zone is unknown. */
interface Types {
  readonly text: string;
  readonly time: string;
  readonly 'guest-time': string;
  readonly integer: number;
  readonly number: number;
  readonly flag: boolean;
  readonly texts: readonly string[];
  readonly integers: readonly number[];
}

export type ColumnType = keyof Types;

/** A column as its readers know it: named as in the JSON report, a nested key with a dot. */
export interface ColumnHead {
  readonly header: string;
  readonly type: ColumnType;
}

/** A column of a machine format. */
type Column<Row> = {
  readonly [Type in ColumnType]: ColumnHead & {
    readonly type: Type;
    readonly value: (row: Row) => Types[Type] | null;
  };
}[ColumnType];

/** Rows of one kind with their columns. */
export interface Columnar {
  readonly columns: readonly ColumnHead[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** The columns of stops: every key of the JSON value. */
const STOP_COLUMNS: readonly Column<Stop>[] = [
  { header: 'vm', type: 'text', value: (stop) => stop.vm },
  { header: 'vmPath', type: 'text', value: (stop) => stop.vmPath },
  { header: 'startedAt', type: 'time', value: (stop) => stop.startedAt },
  { header: 'endedAt', type: 'time', value: (stop) => stop.endedAt },
  { header: 'timeBasis', type: 'text', value: (stop) => stop.timeBasis },
  { header: 'stoppedUs', type: 'integer', value: (stop) => stop.stoppedUs },
  { header: 'stunnedUs', type: 'integer', value: (stop) => stop.stunnedUs },
  { header: 'elapsedUs', type: 'integer', value: (stop) => stop.elapsedUs },
  { header: 'durationUs', type: 'integer', value: (stop) => stop.durationUs },
  { header: 'qosPercent', type: 'number', value: (stop) => stop.qosPercent },
  { header: 'level', type: 'text', value: (stop) => stop.level },
  { header: 'cause', type: 'text', value: (stop) => stop.cause },
  { header: 'basis', type: 'text', value: (stop) => stop.basis },
  { header: 'eventId', type: 'integer', value: (stop) => stop.eventId },
  { header: 'log', type: 'text', value: (stop) => stop.log },
  { header: 'offset', type: 'integer', value: (stop) => stop.offset },
  { header: 'line', type: 'text', value: (stop) => stop.line },
  { header: 'verified', type: 'flag', value: (stop) => stop.verified },
  { header: 'atLeast', type: 'flag', value: (stop) => stop.atLeast },
  { header: 'takeover.verdict', type: 'text', value: (stop) => stop.takeover.verdict },
  { header: 'takeover.idleOdds', type: 'number', value: (stop) => stop.takeover.idleOdds },
  { header: 'id', type: 'text', value: (stop) => stop.id },
];

/** The columns of events: every key of the JSON value, of the evidence only how many lines there are. */
const EVENT_COLUMNS: readonly Column<StopEvent>[] = [
  { header: 'id', type: 'integer', value: (event) => event.id },
  { header: 'vm', type: 'text', value: (event) => event.vm },
  { header: 'vmPath', type: 'text', value: (event) => event.vmPath },
  { header: 'cause', type: 'text', value: (event) => event.cause },
  { header: 'basis', type: 'text', value: (event) => event.basis },
  { header: 'rule', type: 'text', value: (event) => event.rule },
  { header: 'reason', type: 'text', value: (event) => event.reason },
  { header: 'snapshot.name', type: 'text', value: (event) => event.snapshot?.name ?? null },
  { header: 'snapshot.quiesced', type: 'flag', value: (event) => event.snapshot?.quiesced ?? null },
  { header: 'snapshot.memory', type: 'flag', value: (event) => event.snapshot?.memory ?? null },
  { header: 'quiesceUs', type: 'integer', value: (event) => event.quiesceUs },
  { header: 'startedAt', type: 'time', value: (event) => event.startedAt },
  { header: 'endedAt', type: 'time', value: (event) => event.endedAt },
  { header: 'stops', type: 'integer', value: (event) => event.stops },
  { header: 'longestUs', type: 'integer', value: (event) => event.longestUs },
  { header: 'totalUs', type: 'integer', value: (event) => event.totalUs },
  { header: 'worstWindowUs', type: 'integer', value: (event) => event.worstWindowUs },
  { header: 'level', type: 'text', value: (event) => event.level },
  { header: 'evidence', type: 'integer', value: (event) => event.evidence.length },
];

/** The columns of VMs: every key of the JSON value. */
const VM_COLUMNS: readonly Column<Vm>[] = [
  { header: 'vm', type: 'text', value: (vm) => vm.vm },
  { header: 'vmPath', type: 'text', value: (vm) => vm.vmPath },
  { header: 'hosts', type: 'texts', value: (vm) => vm.hosts },
  { header: 'products', type: 'texts', value: (vm) => vm.products },
  { header: 'logs', type: 'texts', value: (vm) => vm.logs },
  { header: 'firstAt', type: 'time', value: (vm) => vm.firstAt },
  { header: 'lastAt', type: 'time', value: (vm) => vm.lastAt },
  { header: 'stops', type: 'integer', value: (vm) => vm.stops },
  { header: 'longestUs', type: 'integer', value: (vm) => vm.longestUs },
  { header: 'level', type: 'text', value: (vm) => vm.level },
  { header: 'recordsStops', type: 'flag', value: (vm) => vm.recordsStops },
  { header: 'role', type: 'text', value: (vm) => vm.role },
  { header: 'qosUs', type: 'integer', value: (vm) => vm.qosUs },
];

/** The columns of freezes: every key of the JSON value, of the evidence only how many lines there are. */
const FREEZE_COLUMNS: readonly Column<Freeze>[] = [
  { header: 'instance', type: 'text', value: (freeze) => freeze.instance },
  { header: 'requestedAt', type: 'guest-time', value: (freeze) => freeze.requestedAt },
  { header: 'suspendedAt', type: 'guest-time', value: (freeze) => freeze.suspendedAt },
  { header: 'resumingAt', type: 'guest-time', value: (freeze) => freeze.resumingAt },
  { header: 'resumedAt', type: 'guest-time', value: (freeze) => freeze.resumedAt },
  { header: 'frozenUs', type: 'integer', value: (freeze) => freeze.frozenUs },
  { header: 'windowUs', type: 'integer', value: (freeze) => freeze.windowUs },
  { header: 'outcome', type: 'text', value: (freeze) => freeze.outcome },
  { header: 'timeBasis', type: 'text', value: (freeze) => freeze.timeBasis },
  { header: 'source', type: 'text', value: (freeze) => freeze.source },
  { header: 'evidence', type: 'integer', value: (freeze) => freeze.evidence.length },
];

/** The columns of backups: every key of the JSON value. */
const BACKUP_COLUMNS: readonly Column<Backup>[] = [
  { header: 'vm', type: 'text', value: (backup) => backup.vm },
  { header: 'vmPath', type: 'text', value: (backup) => backup.vmPath },
  { header: 'createEventId', type: 'integer', value: (backup) => backup.createEventId },
  { header: 'consolidateEventId', type: 'integer', value: (backup) => backup.consolidateEventId },
  { header: 'freezeIndexes', type: 'integers', value: (backup) => backup.freezeIndexes },
  { header: 'startedAt', type: 'time', value: (backup) => backup.startedAt },
  { header: 'endedAt', type: 'time', value: (backup) => backup.endedAt },
  { header: 'frozenUs', type: 'integer', value: (backup) => backup.frozenUs },
  { header: 'stoppedUs', type: 'integer', value: (backup) => backup.stoppedUs },
];

/** Gives the columns of one kind of rows, and every row in the report's order. */
export function columnarOf(report: Report, kind: RowKind): Columnar {
  if (kind === 'stops') return columnar(STOP_COLUMNS, report.stops);
  if (kind === 'events') return columnar(EVENT_COLUMNS, report.events);
  if (kind === 'vms') return columnar(VM_COLUMNS, report.vms);
  if (kind === 'freezes') return columnar(FREEZE_COLUMNS, report.freezes);
  return columnar(BACKUP_COLUMNS, report.backups);
}

/** Gives the header row and then every row of one kind, in the report's order. */
export function* cellRows(report: Report, kind: RowKind): Generator<readonly Cell[]> {
  const { columns, rows } = columnarOf(report, kind);
  yield columns.map(({ header }) => header);
  yield* rows;
}

function columnar<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Columnar {
  return { columns, rows: cellsOf(columns, rows) };
}

function* cellsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Generator<readonly Cell[]> {
  for (const row of rows) yield columns.map(({ value }) => value(row));
}
