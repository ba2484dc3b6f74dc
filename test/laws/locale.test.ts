import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { stuntime } from '../support/command.js';
import { FAMILIES, headerLine, line, logText, stunnedLine, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

const AT = Date.UTC(2024, 0, 1, 0, 30);
const at = (seconds: number) => new Date(AT + seconds * 1000);
const ODD = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' };

test('zone and locale of the machine change no byte of any format', async (t) => {
  const folder = await tempFolder(t);
  const files = FAMILIES.map((family, i): [string, string] => [
    `vm${i}I/vmware.log`,
    logText([
      headerLine(family, at(0)),
      line(family, {
        at: at(1),
        message: `ConfigDB: Setting displayName = "${i % 2 === 0 ? 'Iı' : 'iİ'}${i}"`,
      }),
      unstunLine(family, 3_300_000 + i, { at: at(100) }),
      stunnedLine(family, 3_400_000 + i, { at: at(100.1) }),
      unstunLine(family, 5000, { at: at(2000) }),
    ]),
  ]);
  await plant(folder, Object.fromEntries(files));
  for (const format of ['json', 'ndjson', 'csv', 'tsv', 'markdown', 'raw', 'table']) {
    const args = ['-f', format, '--vm', 'I*', '--vm', 'i*', '--tz', 'UTC', join(folder)];
    const [usual, odd] = await Promise.all([
      stuntime(args, { cwd: folder, env: { TZ: 'UTC', LANG: 'C' } }),
      stuntime(args, { cwd: folder, env: ODD }),
    ]);
    assert.ok(usual.stdout.length > 100, usual.stderr);
    assert.equal(odd.stdout, usual.stdout, format);
    assert.equal(odd.stderr, usual.stderr);
    assert.equal(odd.code, usual.code);
  }
});
