import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchReader } from '../../src/messages/batches.js';
import { NEEDLES } from '../../src/messages/catalogue.js';
import { HEAD_LINES } from '../../src/messages/record.js';
import { noWork } from '../../src/model/work.js';
import { siftLines } from '../../src/sieve/lines.js';
import { line, logText, unstunLine } from '../support/log-lines.js';
import { cutAt } from './runs.js';

const START = Date.UTC(2024, 2, 7, 20);
const STOPS = 20;
const NOISE_BETWEEN = 1000;
const BEFORE_STOP = 8;

/** Text of many sorts that holds no needle. */
const NOISE = [
  'Guest: vmsvc[5244]: [ message] [guestinfo] Updating disk usage 50%, 174 GB free',
  'GuestRpc: Channel 1 reinitialized, 276117 bytes in 1319 messages.',
  "DISK: OPEN scsi0:2 '/vmfs/volumes/668dbf70-8e280829-16d4-6146621601d6/db1/db1_4.vmdk' persistent R[]",
  'DISKLIB-CTK   : 72313 of 359530 blocks changed since change id 52 de 5d/83',
  'VMXNET3 user: Ethernet3 Driver Info: version = 17105408 gosBits = 2 gosType = 1, gosVer = 335193',
  'Vigor_ClientRequestCb: failed to do op=3 on unregistered device (cmd=(null))',
  'TOOLS received request in VMX to set option',
  'CPT: current = 4, requesting 6',
  'Checkpointed in VMware ESX, 6.7.0, build-1',
];

function logLines(): string[] {
  return Array.from({ length: STOPS }, (_, stop) => [
    ...Array.from({ length: NOISE_BETWEEN }, (_, i) =>
      line('esx8', {
        at: new Date(START + (stop * NOISE_BETWEEN + i) * 1000),
        message: NOISE[i % NOISE.length] ?? '',
      }),
    ),
    unstunLine('esx8', 500_000 + stop, { at: new Date(START + (stop + 1) * NOISE_BETWEEN * 1000) }),
  ]).flat();
}

test('sifting a log looks at each byte once, takes few places for a needle, and decodes what comes through', async () => {
  const log = Buffer.from(logText(logLines()));
  for (const cuts of [[], [0.1, 0.33, 0.333, 0.7], Array.from({ length: 99 }, (_, i) => i / 100)]) {
    const work = noWork();
    const source = (async function* () {
      yield* cutAt(log, cuts);
    })();
    let records = 0;
    for await (const batch of siftLines(
      source,
      { needles: NEEDLES, head: HEAD_LINES },
      batchReader(() => {}),
      work,
    ))
      records += batch.length;
    // The last line and the end are records as well.
    assert.equal(records, HEAD_LINES + STOPS + 2);
    assert.equal(work.bytes, log.length);
    assert.equal(work.lines, HEAD_LINES + STOPS * (1 + BEFORE_STOP));
    assert.ok(work.lineBytes < log.length / 50, `${work.lineBytes} bytes decoded`);
    assert.ok(work.candidates < STOPS + log.length / 1000, `${work.candidates} places compared`);
  }
});
