import { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import { visible } from '../model/text.js';
import { cut } from '../reporters/text/cut.js';
import { count, bytes as inUnits } from '../reporters/text/numbers.js';

/** A terminal, or a stream that could be one. */
export type MaybeTerminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** How far the work has come. */
export interface Tally {
  /** Bytes read of what the user named. */
  readonly bytes: number;
  /** How many there are to read, null while nobody knows. */
  readonly total: number | null;
  readonly stops: number;
  /** The log that is being read, null before the first. */
  readonly log: string | null;
}

const FRAMES_A_SECOND = 8;
const LINE_EVERY_MS = 5000;

/** From so many columns on there is room for a bar of so many letters. */
const BARS = [
  { columns: 70, letters: 20 },
  { columns: 50, letters: 10 },
] as const;

/** The end of a path that is shorter than this tells nothing. */
const LEAST_PATH = 12;

const PLACE_MARKS: readonly unknown[] = ['\u001b7', '\u001b8'];

/** Draws a tally again and again as it stands then; gives what erases the bar and ends the drawing. */
export function drawBar(stream: MaybeTerminal, style: 'bar' | 'lines', tally: Tally): () => void {
  const isBar = style === 'bar';
  const bar = new cliProgress.SingleBar({
    stream: canvasOn(stream, isBar),
    // The last column is left free: some terminals go to the next line with it.
    format: () => (isBar ? barOf(tally, (stream.columns ?? 80) - 1) : lineOf(tally)),
    fps: FRAMES_A_SECOND,
    clearOnComplete: true,
    noTTYOutput: !isBar,
    notTTYSchedule: LINE_EVERY_MS,
  });
  bar.start(1, 0);
  return () => bar.stop();
}

/** Says how far the work has come in at most so many columns. */
export function barOf(tally: Tally, columns: number): string {
  const share = shareOf(tally);
  const letters = BARS.find((each) => columns >= each.columns)?.letters ?? 0;
  const bar = share === null || letters === 0 ? [] : [drawn(share, letters)];
  const text = cut([...bar, ...figuresOf(tally, share)].join('  '), Math.max(1, columns), 'end');
  const room = columns - text.length - 2;
  return tally.log === null || room < LEAST_PATH
    ? text
    : `${text}  ${cut(visible(tally.log), room, 'start')}`;
}

function lineOf(tally: Tally): string {
  const log = tally.log === null ? [] : [visible(tally.log)];
  return `stuntime: ${[...figuresOf(tally, shareOf(tally)), ...log].join(', ')}`;
}

function figuresOf({ bytes, total, stops }: Tally, share: number | null): readonly string[] {
  const read =
    share === null || total === null
      ? [`${inUnits(bytes)} read`]
      : [`${Math.floor(share * 100)}%`, `${inUnits(bytes)} of ${inUnits(total)}`];
  return [...read, count(stops, 'stop')];
}

/** Null where the total is unknown, or wrong since a log has grown. */
function shareOf({ bytes, total }: Tally): number | null {
  return total === null || total === 0 || bytes > total ? null : bytes / total;
}

function drawn(share: number, letters: number): string {
  const done = Math.floor(share * letters);
  return '█'.repeat(done) + '░'.repeat(letters - done);
}

/**
 * A stream to draw on, a terminal or none. Where the library asks the terminal to remember a place or go back to it,
 * nothing is done: who hits the return key meanwhile moves the bar, and it is to be erased where it is then.
 */
function canvasOn(stream: MaybeTerminal, isTTY: boolean): Writable {
  const canvas = new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      if (!PLACE_MARKS.includes(text)) stream.write(text);
      done();
    },
  });
  return Object.assign(canvas, { isTTY });
}
