import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DiagnosticKind, diagnostic } from '../../src/model/diagnostic.js';
import type { Policy } from '../../src/model/policy.js';
import type { Report, Stop } from '../../src/model/report.js';
import { micros } from '../../src/model/units.js';
import { facts } from '../../src/reporters/facts.js';
import { verdict } from '../../src/reporters/sentence.js';
import { anyReport } from './any-report.js';
import {
  badNight,
  eventOf,
  type Parts,
  POLICY,
  publishedNight,
  reportOf,
  stopAt,
  vmOf,
} from './sample-report.js';

const AT = '2020-01-02T03:04:05.678Z';
const OWN: Policy = { ...POLICY, qosSource: 'flag' };
const ROLE = "the mirror's primary with an active backup (arbiter controlled mode)";

function closingSentence(...given: Parameters<typeof verdict>): string {
  return verdict(...given).join(' ');
}

function said(durations: readonly number[], others: Parts = {}): string {
  const stops = durations.map((us) => stopAt(AT, us, { basis: 'logged' }));
  return closingSentence(reportOf({ policy: OWN, stops, ...others }), 'UTC');
}

test('a stop of the whole timeout: yes, with VM, time, cause, limit and the timeout that would do', () => {
  assert.equal(
    said([8_000_000, 5]),
    'Yes: the longest stop, 8.000 s of db1 (until 2020-01-02 03:04:05 UTC, consolidate), reached the whole QoS timeout of 8 s. ' +
      `If that VM was ${ROLE}, a takeover was to be expected. ` +
      'A QoS timeout of at least 16001 ms, better with a margin, would tolerate it; ' +
      'or make such stops shorter, or stop mirroring on the backup during planned work.',
  );
});

test('a stop of half the timeout: possibly', () => {
  assert.ok(said([7_999_999]).startsWith('Possibly: the longest stop, 7.999 s of db1 '));
  assert.match(
    said([4_000_000]),
    /^Possibly: .* reached half of the QoS timeout \(4 s of 8 s\)\. If .* a takeover was possible\. /,
  );
  assert.match(said([4_000_000, 5_000_000, 3_999_999]), /; 2 stops reached half of it\. /);
});

test('a stop close to half: no, but close', () => {
  assert.match(
    said([3_999_999]),
    /^No, but close: the longest stop, 3\.999 s of db1 .* comes close to half .* stays below it: .* Shorten /,
  );
});

test('a stop below half is no cause for a takeover even where near-full begins below half', () => {
  const stops = [stopAt(AT, 3_000_000, { level: 'near-full' })];
  assert.match(said([], { stops, policy: { ...OWN, approachPercent: 20 } }), /^No, but close: /);
});

test('short stops: no', () => {
  assert.equal(
    said([1_091_706]),
    'No: the longest stop, 1.091 s of db1 (until 2020-01-02 03:04:05 UTC, consolidate), is below half of the QoS timeout ' +
      `(4 s of 8 s): too short to cause a takeover, even if that VM was ${ROLE}.`,
  );
});

test('the timeout that would do is twice the longest stop and a little, as far as one is allowed', () => {
  const own = { policy: { ...OWN, qosUs: micros(2_000_000) } };
  assert.match(said([1_091_706], own), / A QoS timeout of at least 2184 ms, better with a margin, /);
  assert.match(said([14_999_500], own), / A QoS timeout of at least 30000 ms, /);
  assert.match(said([14_999_999], own), / A QoS timeout of at least 30000 ms, /);
  assert.match(
    said([15_000_000], own),
    / Only a QoS timeout of at least 30001 ms would .* more than 30000 ms is not advised: /,
  );
  assert.match(said([149_999_999], own), / at least 300000 ms /);
  assert.match(
    said([150_000_000], own),
    / No allowed QoS timeout \(at most 300000 ms\) would tolerate it: make such stops shorter, /,
  );
});

test('no stop in logs that record them: no, for the time that they cover', () => {
  assert.equal(
    said([]),
    'No: no stop is in the 1 log read (2017-01-04 21:30:00 to 2017-01-04 22:16:30 UTC), so none can have caused a takeover.',
  );
  assert.match(said([], { summary: { firstAt: null } }), /\(their time is unknown\)/);
});

test('nothing read proves nothing', () => {
  assert.match(
    said([], { vms: [], summary: { exitCode: 2, complete: false } }),
    /^Nothing proved: no VMware log was read\. Name /,
  );
  const silent = vmOf([], { vm: 'laptop', recordsStops: false });
  assert.equal(
    said([], { vms: [silent], summary: { exitCode: 2 } }),
    'Nothing proved: laptop ran on a product that never records stops (only ESXi does).',
  );
  assert.match(
    said([], { vms: [silent, silent, silent, silent, silent] }),
    /^Nothing proved: laptop, laptop, laptop and 2 others ran on products that never record stops /,
  );
});

test('what is not recorded is never denied', () => {
  const silent = vmOf([], { vm: 'laptop', recordsStops: false });
  assert.match(
    said([5], { vms: [vmOf([]), silent] }),
    /^No as far as stops are recorded: the .* Not judged: laptop ran on a product that never records stops /,
  );
  assert.match(
    said([3_500_000], { vms: [vmOf([]), silent] }),
    /^No as far as stops are recorded, but close: /,
  );
  assert.match(
    said([], { vms: [vmOf([]), silent] }),
    /^No as far as stops are recorded: no stop .* Not judged: laptop ran on a product that never records stops /,
  );
  assert.match(
    said([9_000_000], { vms: [vmOf([]), silent] }),
    /^Yes: .* Not judged: laptop ran on a product that never records stops /,
  );
});

test('a stop that was found is judged even in a log of a product that should record none', () => {
  assert.doesNotMatch(
    said([5], { vms: [vmOf([]), vmOf([stopAt(AT, 5)], { recordsStops: false })] }),
    /never record/,
  );
});

test('what was not read is never denied', () => {
  const cut = { summary: { complete: false } };
  assert.match(
    said([5], cut),
    /^Not proved: the longest stop, 5 us .* Part of the input was not read \(see the notes\)/,
  );
  assert.match(said([], cut), /^Not proved: no stop was found, but part of the input was not read/);
  assert.match(said([9_000_000], cut), /^Yes: .* Part of the input was not read/);
});

test('a stop of which only a part is known is never said to be too short, nor measured by a timeout', () => {
  const half = stopAt(AT, 20_000, { basis: 'logged', cause: 'migration', atLeast: true });
  const unproved = (stops: readonly Stop[], kind: DiagnosticKind = 'half-stop') =>
    said([], { stops, summary: { complete: false }, diagnostics: [diagnostic(kind, 'a', 'B.')] });
  assert.equal(
    unproved([half]),
    'Not proved: one stop lasted longer than its figure tells, at least 0.020 s of db1 (until 2020-01-02 03:04:05 UTC, ' +
      'migration). Get the logs that the notes name. The VM was stopped for a time that no log tells (see the notes): ' +
      'there may be longer stops.',
  );
  assert.match(
    unproved([half, { ...half, durationUs: 30_000 }, stopAt(AT, 2_000_000)]),
    /^Not proved: 2 stops lasted longer than their figures tell, the longest at least 0\.030 s .* known in full, 2\.000 s of /,
  );
  assert.match(
    unproved([{ ...half, durationUs: 5_000_000 }]),
    /^Possibly: the longest stop, at least 5\.000 s .* so no QoS timeout can be named that would tolerate it: /,
  );
  assert.match(
    unproved([stopAt(AT, 2_000_000)], 'open-stop'),
    /^Not proved: the longest stop that is known in full, 2\.000 s of .* is below half .* a time that no log tells/,
  );
  assert.match(
    unproved([], 'open-stop'),
    /^Not proved: no stop was found, but the VM was stopped for a time that no log tells \(see the notes\)\.$/,
  );
  fc.assert(
    fc.property(anyReport, (report) => {
      if (report.stops.some(({ atLeast }) => atLeast))
        assert.doesNotMatch(closingSentence(report, 'UTC'), /too short|^No\b/);
    }),
  );
});

test('it never begins with No where the report proves nothing', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = closingSentence(report, 'UTC');
      const unproved = !report.summary.complete || report.summary.exitCode === 2;
      const silent = report.vms.some(({ recordsStops, stops }) => !recordsStops && stops === 0);
      assert.match(text, /^(Yes|Possibly|No|Not proved|Nothing proved)\b/);
      assert.ok(!unproved || !/^No\b/.test(text));
      assert.ok(!silent || !/^No[:,]/.test(text));
    }),
  );
});

test('filters are named', () => {
  const filters = { min: '1s' };
  assert.match(
    said([5_000_000], { filters }),
    /^Possibly: among the stops that match the filters, the longest stop, /,
  );
  assert.match(said([5], { filters }), /^No: among the stops that match the filters, /);
  assert.match(
    said([], { filters }),
    /^No: no stop that matches the filters is in .* Stops that the filters hide were not judged\.$/,
  );
  assert.match(
    said([], { filters, summary: { complete: false } }),
    /^Not proved: no stop that matches the filters was found/,
  );
});

test('a default timeout is named as such, an own one is not', () => {
  const timeoutOf = (report: Report) =>
    facts(report, 'UTC').find(({ label }) => label === 'QoS timeout')?.text;
  assert.equal(timeoutOf(publishedNight()), '8 s (default; set yours with --qos); half of it is 4 s');
  assert.equal(timeoutOf({ ...publishedNight(), policy: OWN }), '8 s; half of it is 4 s');
});

test('the worst stop is the same in every order of the list, and its cause is said as it is known', () => {
  const report = badNight();
  const turned = { ...report, stops: report.stops.toReversed() };
  assert.equal(closingSentence(turned, 'UTC'), closingSentence(report, 'UTC'));
  const tied = [stopAt(AT, 5, { vm: 'b' }), stopAt(AT, 5, { vm: 'a' })];
  assert.match(said([], { stops: tied }), / 5 us of a \(/);
  assert.match(said([], { stops: [stopAt(AT, 5)] }), /, probably consolidate\)/);
  assert.match(
    said([], { stops: [stopAt(AT, 5, { cause: 'unknown', endedAt: null })] }),
    /\(at an unknown time, cause unknown\)/,
  );
});

test('a VM that no log shows in the window is never denied', () => {
  const absent = vmOf([], { vm: 'web1', level: null });
  const unshown = / Not judged: no log of web1 reaches into the window\.$/;
  assert.match(said([5], { vms: [vmOf([]), absent] }), /^No as far as the logs reach: the longest stop, /);
  assert.match(said([5], { vms: [vmOf([]), absent] }), unshown);
  assert.match(said([], { vms: [vmOf([]), absent] }), /^No as far as the logs reach: no stop is in /);
  assert.match(said([9_000_000], { vms: [vmOf([]), absent] }), unshown);
  const silent = vmOf([], { vm: 'laptop', recordsStops: false });
  assert.match(
    said([5], { vms: [vmOf([]), absent, silent] }),
    /^No as far as stops are recorded: .* Not judged: laptop ran on .* Not judged: no log of web1 /,
  );
});

test('with strict, hidden stops are what is not proved', () => {
  const strict = { policy: { ...OWN, strict: true }, summary: { complete: false, exitCode: 2 } } as const;
  const missing = diagnostic('missing-log', 'vmware-2.log', 'It is missing.');
  const cut = diagnostic('cut-short', 'a.tgz', 'It is cut.');
  assert.match(
    said([5], { ...strict, diagnostics: [missing] }),
    /^Not proved: .* Stops may be hidden \(see the notes\), which --strict counts as unread: there may be longer stops\.$/,
  );
  assert.match(
    said([], { ...strict, diagnostics: [missing] }),
    /^Not proved: no stop was found, but stops may be hidden \(see the notes\), which --strict counts as unread\.$/,
  );
  assert.match(said([], { ...strict, diagnostics: [missing, cut] }), /but part of the input was not read/);
});

test('the window is shown in the zone of the report', () => {
  const windowIn = (zone: string, window: Report['window']) =>
    facts(reportOf({ window }), zone).find(({ label }) => label === 'Window')?.text;
  const [since, until] = ['2026-01-11T23:00:00.000Z', '2026-01-12T22:59:59.999Z'];
  assert.equal(windowIn('UTC', null), undefined);
  assert.equal(windowIn('UTC', { since, until: null }), 'from 2026-01-11 23:00:00 (UTC)');
  assert.equal(windowIn('UTC', { since: null, until }), 'until 2026-01-12 22:59:59 (UTC)');
  assert.equal(
    windowIn('Europe/Berlin', { since, until }),
    '2026-01-12 00:00:00 to 2026-01-12 23:59:59 (Europe/Berlin)',
  );
});

test('where a stop of the primary is half known, a long stop of the backup is not called short', () => {
  const vms = [vmOf([], { role: 'primary' }), vmOf([], { vm: 'db2', vmPath: 'db2', role: 'backup' })];
  const stops = [
    stopAt('2020-01-02T03:04:05.000Z', 9_000_000, { vm: 'db2', vmPath: 'db2' }),
    stopAt('2020-01-02T04:04:05.000Z', 1_000_000, { atLeast: true }),
    stopAt('2020-01-02T05:04:05.000Z', 500_000),
  ];
  const [answer] = verdict(reportOf({ stops, vms, summary: { complete: false, exitCode: 2 } }), 'UTC');
  assert.match(answer, /^Not proved: .* 0\.500 s of db1 .* is below half/);
  assert.doesNotMatch(answer, /9\.000 s/);
});

test('stops that add up to half of the timeout within it are told, where no one of them is as long', () => {
  const short = stopAt('2026-01-12T03:52:43.000Z', 1_900_000);
  const said = (worstWindowUs: number) => {
    const events = [eventOf(7, [short, short, short], { worstWindowUs })];
    return verdict(reportOf({ stops: [short, short, short], events }), 'UTC').join('\n');
  };
  assert.match(
    said(5_700_000),
    /Within 8 s, stops of db1 add up to 5\.700 s \(event 7; the longest 1\.900 s\)\. Each is judged by itself/,
  );
  assert.doesNotMatch(said(1_900_000), /Within 8 s/);
  assert.doesNotMatch(said(3_900_000), /Within 8 s/);
});
