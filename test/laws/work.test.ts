import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEEDLES } from '../../src/messages/catalogue.js';
import { HEAD_LINES, RecordReader } from '../../src/messages/record.js';
import { noWork } from '../../src/model/work.js';
import { logText } from '../support/log-lines.js';
import { noisyLines } from '../support/noisy-log.js';
import { cutAt } from './runs.js';
import { siftedLines } from './sifting.js';

const START = Date.UTC(2024, 2, 7, 20);
const STOPS = 20;
const NOISE_BETWEEN = 1000;
const BEFORE_STOP = 8;

test('sifting a log looks at each byte once, takes few places for a needle, and decodes what comes through', async () => {
  const log = Buffer.from(logText(noisyLines({ start: START, stops: STOPS, noise: NOISE_BETWEEN })));
  for (const cuts of [[], [0.1, 0.33, 0.333, 0.7], Array.from({ length: 99 }, (_, i) => i / 100)]) {
    const work = noWork();
    const lines = await siftedLines(cutAt(log, cuts), { needles: NEEDLES, head: HEAD_LINES }, work);
    const reader = new RecordReader();
    const records = lines.flatMap((line) => reader.readRecord(line)).length;
    // The last line and the end are records as well.
    assert.equal(records, HEAD_LINES + STOPS + 2);
    assert.equal(work.bytes, log.length);
    assert.equal(work.lines, HEAD_LINES + STOPS * (1 + BEFORE_STOP));
    assert.ok(work.lineBytes < log.length / 50, `${work.lineBytes} bytes decoded`);
    assert.ok(work.candidates < STOPS + log.length / 1000, `${work.candidates} places compared`);
  }
});
