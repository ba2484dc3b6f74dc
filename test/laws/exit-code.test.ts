import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEVELS } from '../../src/model/level.js';
import { FAIL_LEVELS } from '../../src/model/policy.js';
import { exitCode } from '../../src/verdict/exit-code.js';

/** Which levels fail, written out: `ok` never does. */
const FAILING: Readonly<Record<string, readonly string[]>> = {
  'near-half': ['near-half', 'over-half', 'near-full', 'over-full'],
  'over-half': ['over-half', 'near-full', 'over-full'],
  'near-full': ['near-full', 'over-full'],
  'over-full': ['over-full'],
  never: [],
};

/** Of which VMs something is known. */
const VMS = [[], [false], [true], [false, true], [false, false]];

for (const failOn of FAIL_LEVELS) {
  test(`every exit code with --fail-on ${failOn}`, () => {
    for (const level of LEVELS) {
      for (const known of VMS) {
        for (const complete of [true, false]) {
          for (const allowPartial of [true, false]) {
            const vms = known.map((isKnown) => ({ level: isKnown ? level : null }));
            const policy = { failOn, allowPartial };
            const code = exitCode({ policy, summary: { level, complete }, vms });
            const isBroken = FAILING[failOn]?.includes(level) === true;
            const isProved = known.includes(true) && (complete || allowPartial);
            assert.equal(
              code,
              isBroken ? 1 : isProved ? 0 : 2,
              JSON.stringify({ level, known, complete, allowPartial }),
            );
          }
        }
      }
    }
  });
}
