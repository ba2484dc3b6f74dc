import { diagnostic } from '../../src/model/diagnostic.js';
import { isoOf } from '../../src/model/iso.js';
import { LEVELS, type Level, worstLevel } from '../../src/model/level.js';
import type { Policy } from '../../src/model/policy.js';
import type { Report, Stop, StopEvent, Summary, Vm } from '../../src/model/report.js';
import { HALF } from '../../src/model/timeout.js';
import { earlier, instant, micros } from '../../src/model/units.js';
import { stopIdOf } from '../../src/verdict/stop-id.js';
import { takeoverAfter } from '../../src/verdict/takeover.js';

/** The policy that nobody chose: 8 s, 80 %. */
export const POLICY: Policy = {
  qosUs: micros(8_000_000),
  qosSource: 'default',
  onset: HALF,
  profile: null,
  mirror: null,
  config: null,
  approachPercent: 80,
  failOn: 'over-half',
  allowPartial: false,
  strict: false,
};

/** Judges a duration in microseconds by the default policy. */
function levelOf(us: number): Level {
  if (us >= 8_000_000) return 'over-full';
  if (us >= 6_400_000) return 'near-full';
  if (us >= 4_000_000) return 'over-half';
  return us >= 3_200_000 ? 'near-half' : 'ok';
}

/** A stop of db1 that ended at an ISO time after so many microseconds. */
export function stopAt(endedAt: string, durationUs: number, others: Partial<Stop> = {}): Stop {
  const end = instant(Date.parse(endedAt) * 1000);
  return {
    vm: 'db1',
    vmPath: 'vmfs/volumes/ds1/db1',
    startedAt: isoOf(earlier(end, micros(durationUs))),
    endedAt,
    timeBasis: 'utc',
    stoppedUs: durationUs,
    stunnedUs: null,
    elapsedUs: null,
    durationUs,
    qosPercent: Math.floor(durationUs / 8000) / 10,
    level: levelOf(durationUs),
    cause: 'consolidate',
    basis: 'inferred',
    eventId: 2,
    log: 'vmfs/volumes/ds1/db1/vmware.log',
    offset: 0,
    line: `${endedAt}| vcpu-0| I125: Checkpoint_Unstun: vm stopped for ${durationUs} us`,
    verified: true,
    atLeast: false,
    takeover: takeoverAfter(
      { durationUs, atLeast: others.atLeast === true },
      { timeout: POLICY, isMirror: true, role: null },
    ),
    id: stopIdOf('db1', { endedAt: end, stoppedUs: durationUs, stunnedUs: null, offset: 0, line: '' }),
    ...others,
  };
}

function longestOf(stops: readonly Stop[]): number {
  return stops.reduce((longest, { durationUs }) => Math.max(longest, durationUs), Number.NEGATIVE_INFINITY);
}

/** An event of db1 that holds the stops given. */
export function eventOf(id: number, stops: readonly Stop[], others: Partial<StopEvent> = {}): StopEvent {
  const longestUs = longestOf(stops);
  const totalUs = stops.reduce((sum, { durationUs }) => sum + durationUs, 0);
  return {
    id,
    vm: 'db1',
    vmPath: 'vmfs/volumes/ds1/db1',
    cause: 'consolidate',
    basis: 'inferred',
    rule: 'pattern in time',
    reason: 'No line tells; several stops close together are what a consolidate makes.',
    snapshot: null,
    quiesceUs: null,
    startedAt: stops[0]?.startedAt ?? null,
    endedAt: stops.at(-1)?.endedAt ?? null,
    stops: stops.length,
    longestUs,
    totalUs,
    worstWindowUs: totalUs,
    level: worstLevel(stops),
    evidence: [],
    ...others,
  };
}

/** A VM whose logs hold the stops given. */
export function vmOf(stops: readonly Stop[], others: Partial<Vm> = {}): Vm {
  return {
    vm: 'db1',
    vmPath: 'vmfs/volumes/ds1/db1',
    hosts: ['esx1'],
    products: ['VMware ESXi 6.5.0 build-4564106'],
    logs: ['vmfs/volumes/ds1/db1/vmware.log'],
    firstAt: '2017-01-04T21:30:00.000Z',
    lastAt: '2017-01-04T22:16:30.921Z',
    stops: stops.length,
    longestUs: stops.length === 0 ? null : longestOf(stops),
    level: others.recordsStops === false && stops.length === 0 ? null : worstLevel(stops),
    recordsStops: true,
    role: null,
    qosUs: POLICY.qosUs,
    ...others,
  };
}

/** The parts of a report that a test names, the rest as a run over them would have it. */
export interface Parts extends Partial<Omit<Report, 'summary'>> {
  readonly summary?: Partial<Summary>;
}

/** A report of the parts given, by default of one VM and the stops given, all read. */
export function reportOf(parts: Parts): Report {
  const stops = parts.stops ?? [];
  const vms = parts.vms ?? [vmOf(stops, { qosUs: (parts.policy ?? POLICY).qosUs })];
  const events = parts.events ?? (stops.length === 0 ? [] : [eventOf(2, stops)]);
  return {
    schemaVersion: 1,
    tool: { name: 'stuntime', version: '0.1.0' },
    redacted: parts.redacted ?? false,
    policy: parts.policy ?? POLICY,
    filters: parts.filters ?? {},
    window: parts.window ?? null,
    baseline: parts.baseline ?? null,
    summary: { ...summaryOf(stops, events, vms), ...parts.summary },
    vms,
    events,
    stops,
    findings: parts.findings ?? [],
    freezes: parts.freezes ?? [],
    backups: parts.backups ?? [],
    diagnostics: parts.diagnostics ?? [],
  };
}

function summaryOf(stops: readonly Stop[], events: readonly StopEvent[], vms: readonly Vm[]): Summary {
  const count = (level: Level) => stops.filter((stop) => stop.level === level).length;
  const [ok, nearHalf, overHalf, nearFull, overFull] = LEVELS;
  return {
    level: worstLevel(stops),
    exitCode: stops.some(({ durationUs }) => durationUs >= 4_000_000) ? 1 : 0,
    vms: vms.length,
    logs: vms.reduce((sum, { logs }) => sum + logs.length, 0),
    bytes: 1_234_567,
    stops: stops.length,
    events: events.length,
    flagged: stops.filter(({ level }) => level !== 'ok').length,
    longestUs: stops.length === 0 ? null : longestOf(stops),
    firstAt: '2017-01-04T21:30:00.000Z',
    lastAt: '2017-01-04T22:16:30.921Z',
    complete: true,
    levels: {
      [ok]: count(ok),
      [nearHalf]: count(nearHalf),
      [overHalf]: count(overHalf),
      [nearFull]: count(nearFull),
      [overFull]: count(overFull),
    },
  };
}

const SNAPSHOT = { cause: 'snapshot-create', eventId: 1 } as const;

/** The night that the contract tells of: one stop, 45 minutes later six more, longest first. */
export function publishedNight(): Report {
  const create = stopAt('2017-01-04T21:30:19.662Z', 1_091_706, { ...SNAPSHOT, offset: 10 });
  const consolidate = [
    stopAt('2017-01-04T22:16:06.471Z', 341_616, { offset: 50 }),
    stopAt('2017-01-04T22:16:03.672Z', 301_099, { offset: 40 }),
    stopAt('2017-01-04T22:15:59.573Z', 298_346, { offset: 30 }),
    stopAt('2017-01-04T22:16:24.813Z', 264_392, { offset: 60 }),
    stopAt('2017-01-04T22:16:30.921Z', 221_633, { offset: 70 }),
    stopAt('2017-01-04T22:15:58.846Z', 38_123, { offset: 20 }),
  ];
  const stops = [create, ...consolidate];
  return reportOf({
    stops,
    events: [
      eventOf(1, [create], {
        cause: 'snapshot-create',
        snapshot: { name: 'nightly', quiesced: false, memory: null },
      }),
      eventOf(2, consolidate, {
        startedAt: '2017-01-04T22:15:58.807Z',
        evidence: [{ text: 'a', log: 'b', offset: 1 }],
      }),
    ],
  });
}

/** A night of two VMs and one that records nothing, with every level, notes and filters. */
export function badNight(): Report {
  const bad = {
    vm: 'web-frontend-production-01',
    basis: 'logged',
    cause: 'snapshot-create',
    eventId: 3,
  } as const;
  const stops = [
    stopAt('2017-01-05T02:10:00.000Z', 12_345_678, bad),
    stopAt('2017-01-05T02:20:00.000Z', 7_000_000, { cause: 'storage-migration', basis: 'logged' }),
    stopAt('2017-01-05T02:30:00.000Z', 5_000_000, { timeBasis: 'assumed' }),
    stopAt('2017-01-05T02:40:00.000Z', 3_999_999, { cause: 'unknown' }),
    stopAt('2017-01-05T02:50:00.000Z', 385, { startedAt: null, endedAt: null, timeBasis: 'unknown' }),
  ];
  return reportOf({
    stops,
    filters: { vm: ['db*', 'web*'], since: '2017-01-05' },
    events: [eventOf(2, stops.slice(1)), eventOf(3, stops.slice(0, 1), bad)],
    vms: [
      vmOf(stops.slice(1)),
      vmOf(stops.slice(0, 1), { vm: bad.vm }),
      vmOf([], { vm: 'laptop', recordsStops: false, products: ['VMware Workstation 17.5'] }),
    ],
    summary: { complete: false },
    diagnostics: [
      diagnostic(
        'odd-figure',
        'db1/vmware.log',
        'The stop at offset 7 is longer than the time since the line before it.',
      ),
      diagnostic(
        'cut-short',
        'b.zip!/esx1.tgz',
        'The archive ends in the middle of a member: fetch it again.',
      ),
      diagnostic('assumed-time', 'db1/vmware-1.log', 'The log gives no year; 2017 is assumed.'),
    ],
  });
}
