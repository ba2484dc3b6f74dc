import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { analyse } from 'stuntime';
import { reportOn, reportOnPieces } from '../laws/one-log.js';
import { anyCuts, cutAt, runs } from '../laws/runs.js';
import { truthOf } from '../support/oracle/oracle.js';
import { tempFolder } from '../support/temp.js';
import { BASES, type Ordering, WHOLE } from './bases.js';
import { complaintAbout, findingsOf, outcomeOf } from './judging.js';
import { anyMutations, mutated } from './mutations.js';
import { Watchdog } from './watchdog.js';

/** The same cases in each run; `npm run fuzz` goes on to others. */
const SEED = 20_260_112;
const watchdog = new Watchdog();
after(() => watchdog.end());

for (const base of BASES) {
  test(`${base.name}, whole, is what its measure says`, async () => {
    const bytes = base.build(WHOLE);
    assert.ok(bytes.length < 40_000, `${bytes.length} bytes`);
    const truth = truthOf(bytes);
    assert.equal(truth.odd, false);
    assert.equal(truth.damage.length > 0, base.damaged === true, truth.damage.join());
    const report = await reportOn(bytes);
    assert.deepEqual(
      report.stops.map(({ endedAt, stoppedUs }) => `${endedAt} ${stoppedUs}`).sort(),
      truth.stops.map(({ endedAt, us }) => `${endedAt} ${us}`).sort(),
    );
    assert.equal(report.summary.exitCode, base.damaged === true ? 2 : 0);
  });

  test(`${base.name}, damaged: nothing readable is lost and nothing passes in silence`, async () => {
    await fc.assert(
      fc.asyncProperty(anyMutations, anyCuts, async (mutations, cuts) => {
        watchdog.beat();
        const bytes = mutated(base, mutations);
        const outcome = await outcomeOf(reportOnPieces(cutAt(bytes, cuts)));
        assert.equal(complaintAbout(outcome, truthOf(bytes)), null);
      }),
      { ...runs(900), seed: SEED },
    );
  });
}

for (const base of BASES.filter(({ name }) => name.includes('zip'))) {
  test(`${base.name}, damaged, in a file: the same is found as on a pipe`, async (t) => {
    const path = join(await tempFolder(t), 'bundle.zip');
    await fc.assert(
      fc.asyncProperty(anyMutations, async (mutations) => {
        watchdog.beat();
        const bytes = mutated(base, mutations);
        await writeFile(path, bytes);
        const outcome = await outcomeOf(analyse(path));
        assert.equal(complaintAbout(outcome, truthOf(bytes)), null);
        assert.deepEqual(findingsOf(outcome), findingsOf(await outcomeOf(reportOn(bytes))));
      }),
      { ...runs(300), seed: SEED },
    );
  });
}

for (const base of BASES.filter(({ damaged }) => damaged !== true)) {
  test(`${base.name}: the order of its members does not matter`, async () => {
    const expected = await reportOn(base.build(WHOLE));
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(0x7fff_ffff)), async (numbers) => {
        watchdog.beat();
        const report = await reportOn(base.build(WHOLE, shuffling(numbers)));
        assert.deepEqual([report.stops, report.vms], [expected.stops, expected.vms]);
        assert.deepEqual(report.summary, expected.summary);
      }),
      { ...runs(40), seed: SEED },
    );
  });
}

function shuffling(numbers: Iterator<number>): Ordering {
  return (members) =>
    members
      .map((member) => ({ member, rank: Number(numbers.next().value) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ member }) => member);
}
