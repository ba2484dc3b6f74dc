import { type DiagnosticKind, leavesUnread } from '../model/diagnostic.js';
import type { Report } from '../model/report.js';

/** Says whether something keeps the report from proving that there was no longer stop. */
export function isUnproved({ summary }: Report): boolean {
  return !summary.complete || summary.exitCode === 2;
}

/** What keeps a report from proving that there was no longer stop. */
interface Gaps {
  /** Something was not read, or could not be. */
  readonly isUnread: boolean;
  /** A VM was stopped for a time that no log tells. */
  readonly isUnmeasured: boolean;
  /** The filters ask for a VM or a time of which the logs hold nothing, and nothing else is missing. */
  readonly isAbsent: boolean;
  /** The QoS timeout is not known, and the stops are judged by another one. */
  readonly isQosUnknown: boolean;
  /** Stops may be hidden, and nothing else is missing: the user is strict. */
  readonly isHidden: boolean;
}

/** Kinds that say that what was asked for is not there. */
const ABSENT: readonly DiagnosticKind[] = ['no-such-vm', 'outside-window', 'vm-outside-window'];
const UNMEASURED: readonly DiagnosticKind[] = ['open-stop', 'half-stop', 'clocks-differ'];

/** Tells what is missing in a report that does not prove that there was no longer stop. */
export function gapsOf(report: Report): Gaps {
  const kinds = report.diagnostics.filter((each) => leavesUnread(each, false)).map(({ kind }) => kind);
  const isQosUnknown = kinds.includes('unknown-qos');
  const known = kinds.filter((kind) => kind !== 'unknown-qos');
  const gaps = known.filter((kind) => !ABSENT.includes(kind));
  const isAbsent = known.length > 0 && gaps.length === 0;
  const isUnmeasured =
    report.stops.some(({ atLeast }) => atLeast) || gaps.some((kind) => UNMEASURED.includes(kind));
  const isHidden =
    kinds.length === 0 && report.diagnostics.some((each) => leavesUnread(each, report.policy.strict));
  const isUnread =
    gaps.length === 0
      ? !isUnmeasured && !isHidden && !isQosUnknown && !isAbsent
      : gaps.some((kind) => !UNMEASURED.includes(kind));
  return { isUnread: isUnread && isUnproved(report), isUnmeasured, isAbsent, isQosUnknown, isHidden };
}
