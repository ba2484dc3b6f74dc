import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { headerLine, logText, unstunLine } from '../support/log-lines.js';
import { tarOf } from './archives.js';
import { durationsOf, kindsOf, reportOn } from './one-log.js';

const AT = new Date('2024-03-07T20:00:00Z');
const LOG = logText([headerLine('I125', AT), unstunLine('I125', 1000, { at: AT })]);

async function nested(depth: number, zipped: boolean): Promise<Buffer> {
  let content = await tarOf([['db1/vmware.log', LOG]]);
  for (let i = 1; i < depth; i++)
    content = await tarOf([[`in${i}.tgz`, zipped ? gzipSync(content) : content]]);
  return zipped ? gzipSync(content) : content;
}

for (const zipped of [false, true]) {
  for (const depth of [1, 2, 3, 4]) {
    test(`a log ${depth} ${zipped ? 'gzipped ' : ''}archives deep is read`, async () => {
      const report = await reportOn(await nested(depth, zipped));
      assert.deepEqual(durationsOf(report), [1000]);
      assert.equal(report.summary.exitCode, 0);
      assert.equal(report.stops[0]?.log.split('!/').length, depth + 1);
    });
  }

  test(`5 ${zipped ? 'gzipped ' : ''}archives deep is too deep: nothing is proved`, async () => {
    const report = await reportOn(await nested(5, zipped));
    assert.deepEqual(kindsOf(report), ['too-deep']);
    assert.equal(report.summary.exitCode, 2);
  });
}
