import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readInventoryFile } from '../../src/inventory/index.js';
import { LogStream } from '../../src/logs/log-stream.js';
import { OpenLog } from '../../src/logs/open-log.js';
import type { LogPlace } from '../../src/model/log.js';
import { noWork } from '../../src/model/work.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

// A part of a string keeps all of it alive, so what is kept of a file could hold the chunks that it came in: 40 MB here.
const FILES = 400;
const FILE_BYTES = 100_000;
const MOST_KEPT = 4_000_000;
const FILLER = `# ${'x'.repeat(97)}\n`;

function placeOf(folder: string, file: string): LogPlace {
  return {
    path: `${folder}/${file}`,
    folder,
    container: '',
    folderName: folder,
    file,
    named: false,
    modifiedAt: null,
    startsAt: 0,
    verified: true,
  };
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** Gives how many bytes of the heap something takes that is made from many files. */
async function keptBy<T>(make: (index: number) => Promise<T>): Promise<number> {
  const kept: T[] = [await make(0)];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 1; index <= FILES; index++) kept.push(await make(index));
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  assert.equal(kept.length, FILES + 1);
  return bytes;
}

test('readings do not hold the text of their logs', async () => {
  const logs = new LogStream(noWork());
  const at = new Date('2024-03-07T20:00:00.000Z');
  const filler = Array.from({ length: 20 }, () => line('I125', { at, message: 'x'.repeat(FILE_BYTES / 20) }));
  const bytes = await keptBy(async (index) => {
    const log = new OpenLog(placeOf(`vm${index}`, 'vmware.log'), () => {});
    const text = logText([
      headerLine('I125', at),
      ...filler,
      line('I125', {
        at,
        message: `SnapshotVMX_TakeSnapshot start: 'a snapshot of long name ${index}', deviceState=0`,
      }),
      unstunLine('I125', 1_000_000 + index, { at }),
      ...filler.slice(0, 3),
    ]);
    await logs.read(log, once(text));
    const reading = log.reading();
    assert.equal(reading.entries.length, 3);
    return reading;
  });
  assert.ok(bytes < MOST_KEPT, `${bytes} bytes are kept`);
});

for (const [path, text] of [
  ['db.vmx', 'displayName = "a display name that is long enough"\n'],
  ['errors-ignored.log', 'could not copy /vmfs/volumes/ds1/db1/vmware.log: Device or resource busy\n'],
  ['etc/vmware/hostd/vmInventory.xml', '<vmxCfgPath>/vmfs/volumes/ds1/db1/db1.vmx</vmxCfgPath>\n'],
] as const) {
  test(`facts of ${path} do not hold its text`, async () => {
    const bytes = await keptBy(async (index) => {
      const chunk = `${FILLER.repeat(FILE_BYTES / FILLER.length)}${text}`;
      const facts = await readInventoryFile(placeOf(`vm${index}`, path), once(chunk));
      assert.ok(facts.length > 0);
      return facts;
    });
    assert.ok(bytes < MOST_KEPT, `${bytes} bytes are kept`);
  });
}
