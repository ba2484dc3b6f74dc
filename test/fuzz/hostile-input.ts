import assert from 'node:assert/strict';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import type { Measured } from '../support/measured.js';

/** No input may cost more. */
const MOST_MIB = 200;

const AT = '2026-01-12T03:00:00.000Z';

/** A log of ESXi 8 with one stop of so many microseconds. */
export function logWith(us: number): string {
  return logText([headerLine('esx8', moment(AT)), unstunLine('esx8', us, { at: moment(AT, 60_000 + us) })]);
}

/** Gives a piece again and again. */
export function* repeated(piece: Buffer, count: number): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield piece;
}

/** What must come of an input. */
interface Expected {
  readonly code: number;
  /** Diagnostics that must be there, among others. */
  readonly kinds?: readonly string[];
  /** All stops that must be found, shortest first; not looked at unless given. */
  readonly stops?: readonly number[];
  /** Stops that must be found, among others. */
  readonly holds?: readonly number[];
}

/** Says that a command with `-f json` came to its proper end, told why, and stayed within its memory. */
export function assertProper(outcome: Measured, { code, kinds = [], stops, holds = [] }: Expected): void {
  const { stdout, stderr, peakMiB } = outcome;
  assert.doesNotMatch(stderr, /^\s+at .*:\d+:\d+|a bug in stuntime/m);
  assert.equal(outcome.code, code, stderr.slice(0, 500));
  assert.doesNotMatch(stdout + stderr, CONTROL);
  const report = readReport(stdout);
  for (const kind of kinds) assert.ok(report.kinds.includes(kind), `no ${kind} in ${report.kinds.join()}`);
  for (const us of holds) assert.ok(report.stops.includes(us), `${us} is lost`);
  if (stops !== undefined) assert.deepEqual(report.stops, stops);
  assert.ok(peakMiB !== null && peakMiB < MOST_MIB, `${peakMiB} MiB`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is said
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

function readReport(stdout: string): { kinds: readonly string[]; stops: readonly number[] } {
  assert.notEqual(stdout, '', 'there is no report');
  const report: unknown = JSON.parse(stdout);
  const kinds = listOf(report, 'diagnostics').map((one) => String(fieldOf(one, 'kind')));
  const stops = listOf(report, 'stops').map((one) => Number(fieldOf(one, 'durationUs')));
  return { kinds: [...new Set(kinds)], stops: stops.sort((a, b) => a - b) };
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = fieldOf(value, key);
  assert.ok(Array.isArray(list));
  return list;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
