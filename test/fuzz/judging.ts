import { setTimeout } from 'node:timers/promises';
import { DIAGNOSTICS } from '../../src/model/diagnostic.js';
import type { Report } from '../../src/model/report.js';
import type { TrueStop, Truth } from '../support/oracle/oracle.js';

/** No bundle of some KiB takes long. */
const LONGEST_MS = 10_000;

/** What the laws look at in a report. */
interface Seen {
  readonly summary: Pick<Report['summary'], 'exitCode' | 'complete'>;
  readonly stops: readonly Pick<Report['stops'][number], 'vmPath' | 'endedAt' | 'stoppedUs'>[];
  readonly diagnostics: readonly Pick<Report['diagnostics'][number], 'kind'>[];
}

/** A report, or what kept it from being made. */
export type Outcome =
  | { readonly kind: 'report'; readonly report: Seen }
  | { readonly kind: 'failure'; readonly what: string };

/** Waits for a report, and does so not for ever. */
export async function outcomeOf(reading: Promise<Seen>): Promise<Outcome> {
  const over = new AbortController();
  const late = setTimeout(LONGEST_MS, null, { signal: over.signal }).then(
    () => ({ kind: 'failure', what: `no report after ${LONGEST_MS / 1000} s` }) as const,
    () => ({ kind: 'failure', what: 'over' }) as const,
  );
  try {
    return await Promise.race([reading.then((report) => ({ kind: 'report', report }) as const), late]);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'failure', what: `an exception: ${reason}` };
  } finally {
    over.abort();
  }
}

/** Says which laws a report breaks, null where it keeps them all. */
export function complaintAbout(outcome: Outcome, truth: Truth): string | null {
  if (outcome.kind === 'failure') return outcome.what;
  const { report } = outcome;
  const lost = truth.stops.filter((stop) => !report.stops.some((found) => isThat(found, stop, truth)));
  const passed = report.summary.exitCode === 0 || report.summary.complete;
  if (lost.length > 0) return lostText(lost, truth);
  if (truth.damage.length === 0 || truth.odd) return null;
  if (passed) return `passed in silence: ${truth.damage.join(', ')}`;
  const said = report.diagnostics.some(({ kind }) => DIAGNOSTICS[kind].unread);
  return said ? null : `nothing said: ${truth.damage.join(', ')}`;
}

/** What a report finds, wherever its bytes came from. */
export function findingsOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'failure') return [outcome.what];
  const { summary, stops } = outcome.report;
  return [...stops.map(({ endedAt, stoppedUs }) => `${endedAt} ${stoppedUs}`).sort(), `${summary.exitCode}`];
}

/** Names that no program shows otherwise than they are written. */
const PLAIN_FOLDER = /^[\w :-]+(?:\/[\w :-]+)*$/;

/** Where a bundle is damaged a member may pass for part of the one before it, and so a stop for another VM's. */
function isThat(
  { vmPath, endedAt, stoppedUs }: Seen['stops'][number],
  stop: TrueStop,
  { damage, odd, stops }: Truth,
): boolean {
  if (endedAt !== stop.endedAt || stoppedUs !== stop.us) return false;
  if (damage.length > 0 || odd || !PLAIN_FOLDER.test(stop.folder)) return true;
  // A log of another VM of the same name, or one whose name was damaged, makes the path that of the log.
  const ofLog = vmPath.slice(0, Math.max(0, vmPath.lastIndexOf('/')));
  return [...sharing(stop.folder, stops)].some((folder) => vmPath.endsWith(folder) || ofLog.endsWith(folder));
}

/** The folders that hold a stop of this one, of those that hold one of them, and so on: they may pass for one VM's. */
function sharing(folder: string, stops: readonly TrueStop[]): ReadonlySet<string> {
  const found = new Set([folder]);
  // A set gives what is added to it while it is gone through.
  for (const one of found) {
    const own = stops.filter((stop) => stop.folder === one).map(({ us, endedAt }) => `${us} ${endedAt}`);
    for (const stop of stops) if (own.includes(`${stop.us} ${stop.endedAt}`)) found.add(stop.folder);
  }
  return found;
}

function lostText(lost: readonly TrueStop[], { stops, damage }: Truth): string {
  const first = lost.slice(0, 3).map(({ folder, endedAt, us }) => `${us} us at ${endedAt} in ${folder}`);
  const [count, all] = [lost.length, stops.length];
  return `lost ${count} of ${all}: ${first.join(', ')}; damage: ${damage.join(', ') || 'none'}`;
}
