import assert from 'node:assert/strict';
import { test } from 'node:test';
import { raw } from '../../src/reporters/raw.js';
import { textOf } from './rendering.js';
import { publishedNight, reportOf } from './sample-report.js';

test('raw gives microseconds, a tab, the log, a colon and the line of every stop, whatever --top is', () => {
  const lines = textOf(raw, publishedNight(), { top: 1 }).split('\n');
  assert.equal(lines.length, 8);
  assert.equal(
    lines[0],
    '1091706\tvmfs/volumes/ds1/db1/vmware.log:2017-01-04T21:30:19.662Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 1091706 us',
  );
  assert.deepEqual(
    lines.map((line) => line.split('\t')[0]),
    ['1091706', '341616', '301099', '298346', '264392', '221633', '38123', ''],
  );
});

test('raw of no stop is empty', () => {
  assert.equal(textOf(raw, reportOf({})), '');
});
