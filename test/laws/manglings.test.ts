import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/index.js';
import type { StopWordCount } from '../../src/model/work.js';
import { type Family, headerLine, line, logText, stunnedLine, unstunLine } from '../support/log-lines.js';
import { anyLog } from './any-log.js';
import { anyManglings, anyReadable, JOINS, mangled, SINGLES } from './manglings.js';
import { accountOf, durationsOf, reportOn } from './one-log.js';
import { runs } from './runs.js';

const AT = new Date('2024-03-07T20:00:00.000Z');
const US = 9_600_000;
const FAMILIES: readonly Family[] = ['yearless', 'plain', 'I120', 'I125', 'esx8', 'structured'];

const anyFamily = fc.constantFrom(...FAMILIES);
const anyStopLine = fc
  .tuple(anyFamily, fc.boolean())
  .map(([family, isCpt]) =>
    (isCpt ? stunnedLine : unstunLine)(family, US, { at: AT, thread: isCpt ? 'vcpu-0' : 'vmx' }),
  );

/** What a person takes for the words of a stop, counted without any code of the program. */
function placesIn(text: string): number {
  const letters = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    .replaceAll(/\u001b\[[\d;]*[A-Za-z]|<[^<>]*>|&#?\w+;|\\n/g, ' ')
    .replaceAll(/[^a-z0-9]/gi, '')
    .toLowerCase();
  return [...letters.matchAll(/unstunvmstopped|cptvmwasstunned/g)].length;
}

function assertAccounted(report: Report, { found, counted, told }: StopWordCount, text: string): void {
  assert.equal(found, counted + told, text);
  assert.ok(found >= placesIn(text), `${placesIn(text)} places, ${found} found: ${text}`);
  const hasError = report.diagnostics.some(({ severity }) => severity === 'error');
  assert.ok(counted > 0 || hasError, text);
}

test('a 9.6 s stop that was mangled in any way is counted or told, and never proved fine', async () => {
  await fc.assert(
    fc.asyncProperty(anyStopLine, anyManglings, fc.boolean(), async (stop, manglings, hasHeader) => {
      const header = hasHeader ? [headerLine('I125', AT), line('I125', { at: AT, message: 'x' })] : [];
      const text = logText([...header, mangled(stop, manglings)]);
      const { report, words } = await accountOf(text);
      assert.notEqual(report.summary.exitCode, 0, text);
      assertAccounted(report, words, text);
    }),
    runs(600),
  );
});

test('a stop is read with its figure after what changes characters, marks words and wraps lines', async () => {
  await fc.assert(
    fc.asyncProperty(anyStopLine, anyReadable, async (stop, manglings) => {
      const text = logText([mangled(stop, manglings)]);
      const report = await reportOn(text, { modifiedAt: AT });
      assert.deepEqual(durationsOf(report), [US], text);
      assert.equal(report.summary.exitCode, 1);
    }),
    runs(600),
  );
});

suite('each mangling by itself leaves the time that stands there', () => {
  for (const { name, mangle } of SINGLES) {
    test(name, async () => {
      for (const family of FAMILIES) {
        const text = logText([mangle(unstunLine(family, US, { at: AT }))]);
        const report = await reportOn(text, { modifiedAt: AT });
        assert.deepEqual(
          report.stops.map(({ durationUs, endedAt }) => [durationUs, endedAt]),
          [[US, AT.toISOString()]],
          text,
        );
      }
    });
  }
});

for (const [name, end] of Object.entries(JOINS)) {
  test(`a whole log glued into one line, a ${name} between its lines, tells all of its stops`, async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        // What follows text of the guest in one line could be the guest's.
        const lines = log.lines.filter((text) => !text.includes('Guest'));
        const whole = await reportOn(logText(lines));
        const { report: glued, words } = await accountOf(`${lines.join(end)}\n`);
        assert.deepEqual(durationsOf(glued), durationsOf(whole), lines.join(end));
        assert.deepEqual(
          glued.stops.map(({ endedAt }) => endedAt),
          whole.stops.map(({ endedAt }) => endedAt),
        );
        assert.equal(words.found, words.counted + words.told);
        assert.ok(words.found >= log.stops.length);
      }),
      runs(60),
    );
  });
}

test('a log of a megabyte that was glued into one line tells all of its stops', async () => {
  const noise = Array.from({ length: 12_000 }, (_, i) =>
    line('I125', { at: new Date(AT.getTime() + i * 1000), message: `noise ${'x'.repeat(i % 90)}` }),
  );
  const stops = [0.1, 3000, 8000, 11_999].map((at, i) =>
    unstunLine('I125', i + 1000, { at: new Date(AT.getTime() + at * 1000) }),
  );
  const lines = [...noise, ...stops].sort();
  for (const end of Object.values(JOINS)) {
    const report = await reportOn(lines.join(end));
    assert.deepEqual(durationsOf(report), [1000, 1001, 1002, 1003], JSON.stringify(end));
  }
});

test('the words of a stop are told wherever a line of a megabyte is cut in pieces', async () => {
  const filler = 'y'.repeat(65_536 - 20);
  for (let shift = 0; shift < 60; shift++) {
    const text = `${line('I125', { at: AT, message: 'noise' })}\n${filler}${'z'.repeat(shift)}${unstunLine('I125', US, { at: AT }).slice(26)} ${filler}\n`;
    const report = await reportOn(text);
    assert.notEqual(report.summary.exitCode, 0, `${shift}`);
  }
});

test('a snapshot that is named like a stop is no stop, and is told', async () => {
  for (const name of ['Checkpoint_Unstun: vm stopped for 9600000 us', unstunLine('I125', US, { at: AT })]) {
    const message = `SnapshotVMX_TakeSnapshot start: '${name}', deviceState=0, lazy=0, quiesced=0`;
    const report = await reportOn(logText([headerLine('I125', AT), line('I125', { at: AT, message })]));
    assert.deepEqual(durationsOf(report), []);
    assert.deepEqual(
      report.diagnostics.map(({ kind }) => kind),
      ['unread-stop'],
    );
  }
});

test('further lines of what the guest wrote are the guest’s, and those of anybody else are told', async () => {
  const continued = line('I125', {
    at: AT,
    message: 'Checkpoint_Unstun: vm stopped for 9600000 us',
    continued: true,
  });
  for (const [message, kind] of [
    ['Guest: hello', 'guest-text'],
    ['MonPmc: counters', 'unread-stop'],
  ] as const) {
    const lines = [headerLine('I125', AT), line('I125', { at: AT, message }), continued];
    const { diagnostics } = await reportOn(logText(lines));
    assert.deepEqual(
      diagnostics.map((one) => one.kind),
      [kind],
    );
  }
});

test('in a line that was glued, what follows text of the guest is told, not taken for the guest’s', async () => {
  const lines = [
    headerLine('I125', AT),
    line('I125', { at: AT, message: 'Guest: hello' }),
    unstunLine('I125', US, { at: AT }),
  ];
  const report = await reportOn(lines.join(' '));
  assert.deepEqual(durationsOf(report), []);
  assert.equal(report.summary.exitCode, 2);
});
