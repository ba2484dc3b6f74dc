import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MirrorLine, MirrorState } from '../../src/model/guest.js';
import { instant } from '../../src/model/units.js';
import { mirrorLineFindings } from '../../src/verdict/mirror-lines.js';
import { POLICY, stopAt, vmOf } from '../reporters/sample-report.js';

/** It began at 12:00:00. */
const STOP = stopAt('2026-02-03T12:00:07.000Z', 7_000_000, { startedAt: '2026-02-03T12:00:00.000Z' });

function lineAt(time: string, state: MirrorState): MirrorLine {
  const at = instant(Date.parse(`2026-02-03T${time}Z`) * 1000);
  return { state, at, evidence: { text: `${time} ${state}`, log: 'messages.log', offset: 0 } };
}

function kindsOf(lines: readonly MirrorLine[], stop = STOP): readonly string[] {
  return mirrorLineFindings({ stops: [stop], vms: [], policy: POLICY }, lines).map(({ kind }) => kind);
}

test('a member that becomes primary after the beginning of a long stop proves a takeover', () => {
  const [finding] = mirrorLineFindings({ stops: [STOP], vms: [], policy: POLICY }, [
    lineAt('12:00:04.500', 'lost-primary'),
    lineAt('12:00:09.250', 'became-primary'),
  ]);
  assert.equal(finding?.kind, 'takeover-seen');
  assert.match(finding?.message ?? '', /became primary 9\.250 s after it began/);
  assert.deepEqual(
    finding?.evidence.map(({ text }) => text),
    ['12:00:09.250 became-primary', '12:00:04.500 lost-primary', STOP.line],
  );
});

test('other lines near a long stop are quoted; those before it or long after it are not', () => {
  assert.deepEqual(kindsOf([lineAt('12:00:30.000', 'arbiter')]), ['mirror-lines']);
  assert.deepEqual(kindsOf([lineAt('11:59:59.999', 'became-primary')]), []);
  assert.deepEqual(kindsOf([lineAt('12:00:53.001', 'became-primary')]), []);
  assert.deepEqual(kindsOf([lineAt('12:00:53.000', 'became-primary')]), ['takeover-seen']);
});

test('a short stop, and one without a time, is followed by nothing; an event is told once', () => {
  const lines = [lineAt('12:00:09.250', 'became-primary')];
  assert.deepEqual(kindsOf(lines, { ...STOP, level: 'ok' }), []);
  assert.deepEqual(kindsOf(lines, { ...STOP, startedAt: null }), []);
  assert.equal(mirrorLineFindings({ stops: [STOP, STOP], vms: [], policy: POLICY }, lines).length, 1);
});

test('a takeover that follows a later stop of an event is told, one that follows a stop of the backup is none', () => {
  const later = { ...STOP, startedAt: '2026-02-03T12:05:00.000Z', endedAt: '2026-02-03T12:05:07.000Z' };
  const lines = [lineAt('12:00:04.000', 'connected'), lineAt('12:05:09.000', 'became-primary')];
  assert.deepEqual(
    mirrorLineFindings({ stops: [STOP, later], vms: [], policy: POLICY }, lines).map(({ kind }) => kind),
    ['takeover-seen'],
  );
  const vms = [vmOf([STOP], { role: 'backup' })];
  assert.deepEqual(
    mirrorLineFindings({ stops: [STOP], vms, policy: POLICY }, [
      lineAt('12:00:09.250', 'became-primary'),
    ]).map(({ kind }) => kind),
    ['mirror-lines'],
  );
  assert.deepEqual(kindsOf([lineAt('12:00:09.250', 'single-member')]), ['mirror-lines']);
});
