import { copyStored, readBlock, readCounts, readLengths, readPreLengths, readStoredSize } from './blocks';
import { inflateSymbol } from './careful';
import { fastEnough, inflateFast } from './fast';
import { HISTORY_BYTES, INPUT, INPUT_BYTES, OUTPUT, OUTPUT_LIMIT } from './layout';
import { writeMeanings } from './meanings';
import { Stage, Stream } from './stream';

/** Why a step ended: all input is used, the output is full, the stream is over, or it is damaged. */
enum Outcome {
  MORE,
  FULL,
  DONE,
  BAD,
}

writeMeanings();

/** Where input goes, and how much of it at once. */
export const input: usize = INPUT;
export const inputBytes: usize = INPUT_BYTES;

/** Where the output of the last step stands. */
export function outputFrom(): usize {
  return Stream.outputFrom;
}

export function outputTo(): usize {
  return Stream.output;
}

/** Whole bytes of the input that the stream has not used. */
export function unused(): usize {
  return Stream.inputEnd - Stream.input + (Stream.held >> 3);
}

/** Begins a stream. */
export function reset(): void {
  Stream.stage = Stage.BLOCK;
  Stream.lastBlock = false;
  Stream.bits = 0;
  Stream.held = 0;
  Stream.output = OUTPUT;
  feed(0);
}

/** Says how many bytes of input were put in place; those before must have been used. */
export function feed(length: usize): void {
  Stream.input = INPUT;
  Stream.inputEnd = INPUT + length;
}

/** Inflates as far as input and room go, to the last symbol that is there as a whole. */
export function step(): Outcome {
  if (Stream.output >= OUTPUT_LIMIT) slide();
  Stream.outputFrom = Stream.output;
  while (Stream.stage < Stage.DONE) {
    if (Stream.output >= OUTPUT_LIMIT) return Outcome.FULL;
    if (!advance()) break;
  }
  if (Stream.stage === Stage.DONE) return Outcome.DONE;
  return Stream.stage === Stage.BAD ? Outcome.BAD : Outcome.MORE;
}

function advance(): bool {
  switch (Stream.stage) {
    case Stage.BLOCK:
      return readBlock();
    case Stage.STORED_SIZE:
      return readStoredSize();
    case Stage.STORED:
      return copyStored();
    case Stage.COUNTS:
      return readCounts();
    case Stage.PRE_LENGTHS:
      return readPreLengths();
    case Stage.LENGTHS:
      return readLengths();
    default:
      return inflateSymbols();
  }
}

function inflateSymbols(): bool {
  if (!fastEnough()) return inflateSymbol();
  inflateFast();
  return true;
}

/** Keeps what later matches may refer to, and frees the room behind it. */
function slide(): void {
  memory.copy(OUTPUT, Stream.output - HISTORY_BYTES, HISTORY_BYTES);
  Stream.output = OUTPUT + HISTORY_BYTES;
}
