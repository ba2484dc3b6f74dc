import type { MirrorLine, MirrorState } from '../model/guest.js';
import { firstIndex } from '../model/lists.js';
import { isOtherMember, keyOf, rolesOf } from '../model/mirror.js';
import type { Evidence, Finding, Report, Stop } from '../model/report.js';
import { seconds } from '../model/text.js';
import { timeoutsOf } from '../model/timeout.js';
import { US_PER_MS, US_PER_SECOND } from '../model/units.js';

/** What each state means, as a part of a sentence. */
const MEANINGS: Readonly<Record<MirrorState, string>> = {
  'became-primary': 'became primary',
  'single-member': 'became primary as the only member',
  'became-backup': 'became backup',
  connected: 'connected to the primary',
  'lost-primary': 'lost the primary',
  'no-agent': 'could not ask the former primary and did not take over',
  'backup-not-active': 'was not active and lost the primary',
  'takeover-refused': 'could not become primary',
  inconsistent: "its data no longer agrees with the mirror's",
  'write-daemon-stuck': 'its write daemon was stuck and it froze',
  arbiter: 'a message about the arbiter (severity 2 or higher)',
};

/** A takeover takes some seconds beside the timeouts: recovery of the databases, a virtual address. */
const TAKEOVER_US = 30 * US_PER_SECOND;
const MOST_QUOTED = 10;

/**
 * Quotes what members of a mirror wrote from the beginning of a stop of half the timeout or nearly so until the mirror can have
 * reacted, once for each event. Times of guests and hosts are by two clocks.
 */
export function mirrorLineFindings(
  { stops, vms, policy }: Pick<Report, 'stops' | 'vms' | 'policy'>,
  lines: readonly MirrorLine[],
): readonly Finding[] {
  const sorted = [...lines].sort((a, b) => a.at - b.at);
  const found = new Map<number, Finding>();
  const roles = rolesOf(vms);
  const timeoutOf = timeoutsOf({ policy, vms });
  for (const stop of stops) {
    const { startedAt, endedAt, eventId, level } = stop;
    const before = found.get(eventId);
    if (startedAt === null || endedAt === null || level === 'ok' || before?.kind === 'takeover-seen')
      continue;
    const [from, to] = [startedAt, endedAt].map((iso) => Date.parse(iso) * US_PER_MS);
    if (from === undefined || to === undefined) continue;
    const near = linesIn(sorted, from, to + 2 * timeoutOf(stop).qosUs + TAKEOVER_US);
    if (near.length === 0) continue;
    const finding = findingOf(stop, from, near, isOtherMember(roles.get(keyOf(stop))));
    if (before === undefined || finding.kind === 'takeover-seen') found.set(eventId, finding);
  }
  return [...found.values()];
}

function linesIn(sorted: readonly MirrorLine[], from: number, to: number): readonly MirrorLine[] {
  const [first, end] = [firstIndex(sorted, ({ at }) => at >= from), firstIndex(sorted, ({ at }) => at > to)];
  return sorted.slice(first, end);
}

/** No stop of another member than the primary leads to a takeover, whatever follows it. */
function findingOf(stop: Stop, from: number, near: readonly MirrorLine[], isOther: boolean): Finding {
  const { vm, vmPath, eventId, startedAt: at } = stop;
  const takeover = isOther ? undefined : near.find(({ state }) => state === 'became-primary');
  const told = [...new Set(near.map(({ state }) => MEANINGS[state]))].join('; ');
  // The line that decides comes first: it is named where there is room for one only.
  const quoted = [
    ...(takeover === undefined ? [] : [takeover]),
    ...near.filter((line) => line !== takeover),
  ].slice(0, MOST_QUOTED);
  const own: Evidence = { text: stop.line, log: stop.log, offset: stop.offset };
  const message =
    takeover === undefined
      ? `After this stop the mirror's guest logs say: ${told}.`
      : `A takeover followed this stop: a member became primary ${seconds(takeover.at - from)} after it began (by that guest's clock). The mirror's guest logs say: ${told}.`;
  return {
    kind: takeover === undefined ? 'mirror-lines' : 'takeover-seen',
    vm,
    vmPath,
    eventId,
    at,
    message,
    waitedUs: null,
    evidence: [...quoted.map(({ evidence }) => evidence), own],
  };
}
