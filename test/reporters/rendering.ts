import type { Report } from '../../src/model/report.js';
import { FORMATS } from '../../src/reporters/index.js';
import type { RenderOptions, Reporter } from '../../src/reporters/reporter.js';

/** What a run without options, and not at a terminal, asks for. */
const PLAIN: RenderOptions = {
  rows: 'stops',
  top: 20,
  zone: 'UTC',
  width: null,
  color: false,
  explain: false,
  summary: false,
};

/** All bytes that a reporter renders. */
export function bytesOf(reporter: Reporter, report: Report, options: Partial<RenderOptions> = {}): Buffer {
  return Buffer.concat(Array.from(reporter.render(report, { ...PLAIN, ...options }), toBytes));
}

function toBytes(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** The whole text that a reporter renders. */
export function textOf(reporter: Reporter, report: Report, options: Partial<RenderOptions> = {}): string {
  return [...reporter.render(report, { ...PLAIN, ...options })].join('');
}

/** Every reporter of the registry with its name. */
export function everyReporter(): Promise<{ name: string; reporter: Reporter }[]> {
  return Promise.all(FORMATS.map(async ({ name, load }) => ({ name, reporter: await load() })));
}

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const NARROW = /^[\u0020-\u00ff…─│┬▁-█]$/;

/** Takes the colours out of a text. */
export function uncolored(text: string): string {
  return text.replace(COLOR, '');
}

/** The columns of a line as a terminal shows it, for the letters that `anyText` makes: wide ones take two. */
export function columnsOf(line: string): number {
  const letters = [...uncolored(line)].filter((letter) => letter !== '\u0301');
  return letters.reduce(
    (sum, letter) => sum + (NARROW.test(baseOf(letter)) || letter === '\ud800' ? 1 : 2),
    0,
  );
}

/** A letter without its marks: wrapping joins the two where there is one letter for them. */
function baseOf(letter: string): string {
  return letter.normalize('NFD').charAt(0);
}
