import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { LINE_FORMS } from '../../src/guests/forms/index.js';
import { GuestReader } from '../../src/guests/guest-reader.js';
import { guestLikelihood } from '../../src/guests/recognise.js';
import { GUEST_FORMS, type GuestReading, MIRROR_STATES } from '../../src/model/guest.js';
import { anyCuts, cutAt, runs } from '../laws/runs.js';
import { FIXTURES } from '../support/command.js';
import { guestPlace } from './telling.js';

for (const { name, samples } of LINE_FORMS) {
  test(`${name}: every sample is read by its own form first and tells what it says`, () => {
    assert.ok(samples.length > 0);
    for (const { file, line, told } of samples) {
      const context = { file };
      assert.equal(LINE_FORMS.find((form) => form.read(line, context) !== null)?.name, name);
      assert.deepEqual(LINE_FORMS.find((form) => form.name === name)?.read(line, context), told);
    }
  });
}

test('every form is in the list, once', () => {
  assert.deepEqual(LINE_FORMS.map(({ name }) => name).sort(), [...GUEST_FORMS].sort());
});

async function readingOf(pieces: Iterable<Buffer>): Promise<GuestReading | null> {
  const reader = new GuestReader(guestPlace('guest/snapshot.log'));
  const chunks = (async function* () {
    for (const piece of pieces) {
      const passed = Buffer.from(piece);
      yield passed;
      passed.fill('#');
    }
  })();
  const passed: Buffer[] = [];
  for await (const chunk of reader.watch(chunks)) passed.push(Buffer.from(chunk));
  assert.deepEqual(Buffer.concat(passed), Buffer.concat([...pieces]));
  return reader.reading();
}

function guestLogs(): readonly string[] {
  const folder = join(FIXTURES, 'guest');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(?:log|json)$|messages$|syslog$/.test(file) && !/vmware/.test(file));
}

test('each entry of a fixture stands at its offset, whatever the pieces are in which the log comes', async () => {
  for (const file of guestLogs()) {
    const bytes = readFileSync(join(FIXTURES, 'guest', file));
    const whole = await readingOf([bytes]);
    assert.ok(whole !== null);
    for (const { text, offset } of whole.entries) {
      const length = Buffer.byteLength(text);
      assert.equal(bytes.subarray(offset, offset + length).toString(), text);
      assert.ok(offset === 0 || bytes[offset - 1] === 10);
    }
    await fc.assert(
      fc.asyncProperty(anyCuts, async (cuts) => {
        assert.deepEqual(await readingOf(cutAt(bytes, cuts)), whole);
      }),
      runs(10),
    );
  }
});

test('lines with CR, a BOM, a line over 64 KiB and bytes of no encoding lose nothing behind them', async () => {
  const line = '01/04/2017 16:30:36: Backup.General.ExternalFreeze: System suspended';
  const text = Buffer.concat([
    Buffer.from(`\ufeff${line}\r\n${'x'.repeat(200_000)}\r\n`),
    Buffer.from([0xff, 0xfe, 0x80, 10]),
    Buffer.from(`${line}\r\n`),
  ]);
  const reading = await readingOf([text]);
  assert.deepEqual(
    reading?.entries.map(({ text, offset }) => [text, offset]),
    [
      [line, 0],
      [line, text.length - line.length - 2],
    ],
  );
});

test('most guest logs are recognised by their first bytes or their name, logs of VMs never', () => {
  const heads = guestLogs().map((file) => readFileSync(join(FIXTURES, 'guest', file)).subarray(0, 512));
  for (const [index, file] of guestLogs().entries()) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    assert.equal(guestLikelihood(name, heads[index] ?? Buffer.alloc(0)), 'likely', file);
  }
  for (const file of readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })) {
    if (!/vmware[^/]*\.log$/.test(file)) continue;
    const head = readFileSync(join(FIXTURES, file)).subarray(0, 512);
    assert.notEqual(guestLikelihood('some.log', head), 'likely', file);
  }
  assert.equal(guestLikelihood('messages.old_20210811', heads[0] ?? Buffer.alloc(0)), 'likely');
  assert.equal(guestLikelihood('notes.txt', Buffer.from('Buy milk\n')), 'perhaps');
  assert.equal(
    guestLikelihood('any.txt', Buffer.from('2026-02-03T01:00:00.000Z In(05) vmx - Log\n')),
    'none',
  );
  assert.equal(guestLikelihood('any.txt', Buffer.from('Feb 06 19:11:34.369: vmx| Log for\n')), 'none');
});

test('every state of a mirror is written by some line that is read', async () => {
  const lines = [
    '1 [Utility.Event] Becoming primary mirror server',
    '0 [Utility.Event] No other mirror members configured, becoming primary mirror server',
    '0 [Utility.Event] Found MASTER as primary, becoming backup',
    '0 [Generic.Event] MirrorClient: Connected to primary: MASTER (ver 4)',
    '1 [Generic.Event] MirrorClient: Primary AckDaemon failed to answer status request',
    "1 [Generic.Event] Failed to contact agent on former primary, can't take over",
    '1 [Generic.Event] nonactive Backup is down',
    '2 [Utility.Event] AddVirtualAddress failed, cannot become primary: no such interface',
    '2 [Utility.Event] This member has detected that its data is inconsistent with the mirror M1. Rebuild',
    '2 [Generic.Event] CP: WRTDMN has been on pass 4 for 310 seconds - freezing system. System will resume if WRTDMN completes a pass',
    '2 [Utility.Event] Lost the ARBITER, in words that nobody published',
    '0 [Utility.Event] Lost the ARBITER, in words that nobody published',
  ];
  const text = lines.map((line, index) => `01/09/22-11:02:${10 + index}:227 (684) ${line}\n`).join('');
  const reading = await readingOf([Buffer.from(text)]);
  const states = reading?.entries.map(({ message }) =>
    message.kind === 'mirror' ? message.state : message.kind,
  );
  assert.deepEqual(states?.length, lines.length - 1);
  assert.deepEqual([...new Set(states)].sort(), [...MIRROR_STATES].sort());
});
