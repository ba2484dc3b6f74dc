import type { Backup, Freeze, Report, Stop, StopEvent, Vm } from '../model/report.js';
import type { RowKind } from './reporter.js';
import type { Cell } from './text/delimited.js';

/** A column of a machine format: named as in the JSON report, a nested key with a dot. */
interface Column<Row> {
  readonly header: string;
  readonly value: (row: Row) => Cell;
}

/** The columns of stops: every key of the JSON value. */
const STOP_COLUMNS: readonly Column<Stop>[] = [
  { header: 'vm', value: (stop) => stop.vm },
  { header: 'vmPath', value: (stop) => stop.vmPath },
  { header: 'startedAt', value: (stop) => stop.startedAt },
  { header: 'endedAt', value: (stop) => stop.endedAt },
  { header: 'timeBasis', value: (stop) => stop.timeBasis },
  { header: 'stoppedUs', value: (stop) => stop.stoppedUs },
  { header: 'stunnedUs', value: (stop) => stop.stunnedUs },
  { header: 'elapsedUs', value: (stop) => stop.elapsedUs },
  { header: 'durationUs', value: (stop) => stop.durationUs },
  { header: 'qosPercent', value: (stop) => stop.qosPercent },
  { header: 'level', value: (stop) => stop.level },
  { header: 'cause', value: (stop) => stop.cause },
  { header: 'basis', value: (stop) => stop.basis },
  { header: 'eventId', value: (stop) => stop.eventId },
  { header: 'log', value: (stop) => stop.log },
  { header: 'offset', value: (stop) => stop.offset },
  { header: 'line', value: (stop) => stop.line },
  { header: 'verified', value: (stop) => stop.verified },
  { header: 'atLeast', value: (stop) => stop.atLeast },
  { header: 'takeover.verdict', value: (stop) => stop.takeover.verdict },
  { header: 'takeover.idleOdds', value: (stop) => stop.takeover.idleOdds },
];

/** The columns of events: every key of the JSON value, of the evidence only how many lines there are. */
const EVENT_COLUMNS: readonly Column<StopEvent>[] = [
  { header: 'id', value: (event) => event.id },
  { header: 'vm', value: (event) => event.vm },
  { header: 'vmPath', value: (event) => event.vmPath },
  { header: 'cause', value: (event) => event.cause },
  { header: 'basis', value: (event) => event.basis },
  { header: 'rule', value: (event) => event.rule },
  { header: 'reason', value: (event) => event.reason },
  { header: 'snapshot.name', value: (event) => event.snapshot?.name ?? null },
  { header: 'snapshot.quiesced', value: (event) => event.snapshot?.quiesced ?? null },
  { header: 'snapshot.memory', value: (event) => event.snapshot?.memory ?? null },
  { header: 'quiesceUs', value: (event) => event.quiesceUs },
  { header: 'startedAt', value: (event) => event.startedAt },
  { header: 'endedAt', value: (event) => event.endedAt },
  { header: 'stops', value: (event) => event.stops },
  { header: 'longestUs', value: (event) => event.longestUs },
  { header: 'totalUs', value: (event) => event.totalUs },
  { header: 'worstWindowUs', value: (event) => event.worstWindowUs },
  { header: 'level', value: (event) => event.level },
  { header: 'evidence', value: (event) => event.evidence.length },
];

/** The columns of VMs: every key of the JSON value. */
const VM_COLUMNS: readonly Column<Vm>[] = [
  { header: 'vm', value: (vm) => vm.vm },
  { header: 'vmPath', value: (vm) => vm.vmPath },
  { header: 'hosts', value: (vm) => vm.hosts },
  { header: 'products', value: (vm) => vm.products },
  { header: 'logs', value: (vm) => vm.logs },
  { header: 'firstAt', value: (vm) => vm.firstAt },
  { header: 'lastAt', value: (vm) => vm.lastAt },
  { header: 'stops', value: (vm) => vm.stops },
  { header: 'longestUs', value: (vm) => vm.longestUs },
  { header: 'level', value: (vm) => vm.level },
  { header: 'recordsStops', value: (vm) => vm.recordsStops },
  { header: 'role', value: (vm) => vm.role },
  { header: 'qosUs', value: (vm) => vm.qosUs },
];

/** The columns of freezes: every key of the JSON value, of the evidence only how many lines there are. */
const FREEZE_COLUMNS: readonly Column<Freeze>[] = [
  { header: 'instance', value: (freeze) => freeze.instance },
  { header: 'requestedAt', value: (freeze) => freeze.requestedAt },
  { header: 'suspendedAt', value: (freeze) => freeze.suspendedAt },
  { header: 'resumingAt', value: (freeze) => freeze.resumingAt },
  { header: 'resumedAt', value: (freeze) => freeze.resumedAt },
  { header: 'frozenUs', value: (freeze) => freeze.frozenUs },
  { header: 'windowUs', value: (freeze) => freeze.windowUs },
  { header: 'outcome', value: (freeze) => freeze.outcome },
  { header: 'timeBasis', value: (freeze) => freeze.timeBasis },
  { header: 'source', value: (freeze) => freeze.source },
  { header: 'evidence', value: (freeze) => freeze.evidence.length },
];

/** The columns of backups: every key of the JSON value. */
const BACKUP_COLUMNS: readonly Column<Backup>[] = [
  { header: 'vm', value: (backup) => backup.vm },
  { header: 'vmPath', value: (backup) => backup.vmPath },
  { header: 'createEventId', value: (backup) => backup.createEventId },
  { header: 'consolidateEventId', value: (backup) => backup.consolidateEventId },
  { header: 'freezeIndexes', value: (backup) => backup.freezeIndexes.map(String) },
  { header: 'startedAt', value: (backup) => backup.startedAt },
  { header: 'endedAt', value: (backup) => backup.endedAt },
  { header: 'frozenUs', value: (backup) => backup.frozenUs },
  { header: 'stoppedUs', value: (backup) => backup.stoppedUs },
];

/** Gives the header row and then every row of one kind, in the report's order. */
export function cellRows(report: Report, kind: RowKind): Iterable<readonly Cell[]> {
  if (kind === 'stops') return withHeader(STOP_COLUMNS, report.stops);
  if (kind === 'events') return withHeader(EVENT_COLUMNS, report.events);
  if (kind === 'vms') return withHeader(VM_COLUMNS, report.vms);
  if (kind === 'freezes') return withHeader(FREEZE_COLUMNS, report.freezes);
  return withHeader(BACKUP_COLUMNS, report.backups);
}

function* withHeader<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Generator<readonly Cell[]> {
  yield columns.map(({ header }) => header);
  for (const row of rows) yield columns.map(({ value }) => value(row));
}
