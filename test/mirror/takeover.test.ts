import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Role } from '../../src/model/mirror.js';
import { ROLES } from '../../src/model/mirror.js';
import { HALF } from '../../src/model/timeout.js';
import { idleOdds, takeoverAfter } from '../../src/verdict/takeover.js';

/** A stop of the primary in a simulated mirror; everything in ticks, the phases below half of the timeout. */
interface Run {
  readonly qos: number;
  readonly stop: number;
  readonly arbiterPhase: number;
  readonly backupPhase: number;
}

/** The primary sends to the arbiter every half of the timeout while it runs. */
class Primary {
  isAwake = true;
  #nextPing: number;

  constructor(
    readonly qos: number,
    phase: number,
  ) {
    this.#nextPing = phase;
  }

  tick(now: number, arbiter: Arbiter): void {
    if (!this.isAwake || now < this.#nextPing) return;
    arbiter.lastHeard = now;
    this.#nextPing = now + this.qos / 2;
  }
}

/** The arbiter closes a connection on which it has heard nothing for the whole timeout. */
class Arbiter {
  lastHeard = 0;
  isClosed = false;

  tick(now: number, qos: number): void {
    if (now - this.lastHeard >= qos) this.isClosed = true;
  }
}

/** The backup asks after half of the timeout, waits for the other half, and takes over if the arbiter has lost the primary too. */
class Backup {
  lastHeard: number;
  #isLost = false;
  hasTakenOver = false;

  constructor(phase: number) {
    this.lastHeard = phase;
  }

  tick(now: number, qos: number, primary: Primary, arbiter: Arbiter): void {
    if (!this.#isLost && primary.isAwake && now - this.lastHeard >= qos / 2) this.lastHeard = now;
    if (now - this.lastHeard >= qos) this.#isLost = true;
    if (this.#isLost && arbiter.isClosed) this.hasTakenOver = true;
  }
}

/** Lets the mirror run and stops its primary once; says whether the backup takes over. */
function isTakenOver({ qos, stop, arbiterPhase, backupPhase }: Run): boolean {
  const [primary, arbiter, backup] = [new Primary(qos, arbiterPhase), new Arbiter(), new Backup(backupPhase)];
  const begin = 2 * qos;
  for (let now = 0; now <= begin + stop + qos; now++) {
    primary.isAwake = now < begin || now >= begin + stop;
    primary.tick(now, arbiter);
    arbiter.tick(now, qos);
    backup.tick(now, qos, primary, arbiter);
  }
  return backup.hasTakenOver;
}

const verdictOf = (stop: number, qos: number) =>
  takeoverAfter({ durationUs: stop, atLeast: false }, mirrorOf(qos, null)).verdict;

const anyRun: fc.Arbitrary<Run> = fc.integer({ min: 2, max: 60 }).chain((half) =>
  fc.record({
    qos: fc.constant(2 * half),
    stop: fc.integer({ min: 0, max: 5 * half }),
    arbiterPhase: fc.integer({ min: 0, max: half - 1 }),
    backupPhase: fc.integer({ min: 0, max: half - 1 }),
  }),
);

test('whatever the phases, no simulated stop contradicts its verdict', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const verdict = verdictOf(run.stop, run.qos);
      if (isTakenOver(run)) assert.notEqual(verdict, 'impossible');
      else assert.ok(verdict !== 'expected' || run.stop === run.qos);
    }),
    { numRuns: 1000 },
  );
});

test('a possible takeover happens in some phases and does not in others', () => {
  const qos = 80;
  for (let stop = qos / 2 + 2; stop < qos - 1; stop += 3) {
    assert.equal(verdictOf(stop, qos), 'possible');
    assert.equal(isTakenOver({ qos, stop, arbiterPhase: 1, backupPhase: 1 }), true, `${stop}`);
    assert.equal(isTakenOver({ qos, stop, arbiterPhase: 39, backupPhase: 1 }), false, `${stop}`);
  }
});

test('the odds are the share of phases in which a simulated stop leads to a takeover', () => {
  const [qos, half] = [120, 60];
  for (let stop = 0; stop <= 2 * qos; stop += 6) {
    let takeovers = 0;
    for (let arbiterPhase = 0; arbiterPhase < half; arbiterPhase++)
      for (let backupPhase = 0; backupPhase < half; backupPhase++)
        if (isTakenOver({ qos, stop, arbiterPhase, backupPhase })) takeovers++;
    const share = takeovers / half ** 2;
    assert.ok(Math.abs(share - idleOdds(stop, qos)) < 0.04, `${stop}: ${share}`);
  }
});

test('the published stop of 7 s with a timeout of 8 s may lead to a takeover, at odds of 56 %', () => {
  const takeover = takeoverAfter({ durationUs: 7_000_000, atLeast: false }, mirrorOf(8_000_000, null));
  assert.deepEqual(takeover, { verdict: 'possible', idleOdds: 0.56 });
});

test('a stop of exactly half, or all, of the timeout counts as over it', () => {
  assert.equal(verdictOf(3_999_999, 8_000_000), 'impossible');
  assert.equal(verdictOf(4_000_000, 8_000_000), 'possible');
  assert.equal(verdictOf(7_999_999, 8_000_000), 'possible');
  assert.equal(verdictOf(8_000_000, 8_000_000), 'expected');
});

test('a stop of which only a part is known is never too short, and has no odds', () => {
  const qos = 8_000_000;
  for (const durationUs of [-1, 0, 1000, 5_000_000])
    assert.deepEqual(takeoverAfter({ durationUs, atLeast: true }, mirrorOf(qos, 'primary')), {
      verdict: 'possible',
      idleOdds: null,
    });
  assert.equal(takeoverAfter({ durationUs: qos, atLeast: true }, mirrorOf(qos, null)).verdict, 'expected');
});

test('only a stop of the primary, or of a VM whose role nobody knows, can lead to a takeover', () => {
  for (const role of ROLES) {
    const { verdict } = takeoverAfter({ durationUs: 9_000_000, atLeast: true }, mirrorOf(8_000_000, role));
    assert.equal(verdict, role === 'primary' ? 'expected' : 'impossible');
  }
});

function mirrorOf(qosUs: number, role: Role | null) {
  return { timeout: { qosUs, onset: HALF }, isMirror: true, role };
}
