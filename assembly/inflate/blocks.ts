import {
  LENGTHS,
  LITERAL_MEANINGS,
  LITERAL_ROOT,
  LITERAL_SYMBOLS,
  LITERALS,
  OFFSET_MEANINGS,
  OFFSET_ROOT,
  OFFSET_SYMBOLS,
  OFFSETS,
  OUTPUT_LIMIT,
  PRE_MEANINGS,
  PRE_ROOT,
  PRE_SYMBOLS,
  PRES,
} from './layout';
import { buildPairs } from './pairs';
import { damaged, need, peek, Stage, Stream, take } from './stream';
import { buildTable } from './tables';

/** In this order a block gives the lengths of the codes that code lengths are written in. */
const PRE_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Reads a block's beginning; false where the input ends in it or it is damaged. What it refuses is what zlib refuses. */
export function readBlock(): bool {
  if (Stream.lastBlock) {
    Stream.stage = Stage.DONE;
    return true;
  }
  if (!need(3)) return false;
  Stream.lastBlock = take(1) === 1;
  const type = take(2);
  if (type === 3) return damaged();
  if (type === 2) Stream.stage = Stage.COUNTS;
  if (type === 1) useFixedCodes();
  if (type === 0) {
    take(Stream.held & 7);
    Stream.stage = Stage.STORED_SIZE;
  }
  return true;
}

export function readStoredSize(): bool {
  if (!need(32)) return false;
  const size = take(16);
  if (size !== (take(16) ^ 0xffff)) return damaged();
  Stream.storedBytes = size;
  Stream.stage = Stage.STORED;
  return true;
}

/** Copies what is stored; false where the input ends before it. */
export function copyStored(): bool {
  while (Stream.storedBytes > 0 && Stream.held > 0 && Stream.output < OUTPUT_LIMIT) {
    store<u8>(Stream.output, u8(take(8)));
    Stream.output++;
    Stream.storedBytes--;
  }
  const there = min(Stream.inputEnd - Stream.input, OUTPUT_LIMIT - Stream.output);
  const size = Stream.held > 0 ? 0 : min(Stream.storedBytes, there);
  memory.copy(Stream.output, Stream.input, size);
  Stream.output += size;
  Stream.input += size;
  Stream.storedBytes -= size;
  if (Stream.storedBytes === 0) Stream.stage = Stage.BLOCK;
  return Stream.storedBytes === 0 || Stream.output >= OUTPUT_LIMIT;
}

export function readCounts(): bool {
  if (!need(14)) return false;
  Stream.literalLengths = take(5) + 257;
  Stream.offsetLengths = take(5) + 1;
  Stream.preLengths = take(4) + 4;
  if (Stream.literalLengths > 286 || Stream.offsetLengths > 30) return damaged();
  memory.fill(LENGTHS, 0, PRE_SYMBOLS);
  Stream.lengthsRead = 0;
  Stream.stage = Stage.PRE_LENGTHS;
  return true;
}

export function readPreLengths(): bool {
  while (Stream.lengthsRead < Stream.preLengths) {
    if (!need(3)) return false;
    store<u8>(LENGTHS + load<u8>(PRE_ORDER + Stream.lengthsRead), u8(take(3)));
    Stream.lengthsRead++;
  }
  if (!buildTable(LENGTHS, PRE_SYMBOLS, PRES, PRE_ROOT, PRE_MEANINGS, true)) return damaged();
  Stream.lengthsRead = 0;
  Stream.stage = Stage.LENGTHS;
  return true;
}

export function readLengths(): bool {
  const total = Stream.literalLengths + Stream.offsetLengths;
  while (Stream.lengthsRead < total) {
    need(14);
    // Without any code each bit reads as the length 0, as zlib has it: the block then fails for want of an end.
    const entry = load<u32>(PRES + (peek(PRE_ROOT) << 2));
    const symbol = entry >> 16;
    if (symbol >= 16) {
      if (!repeatLength(symbol, entry & 0xff, total)) return false;
      continue;
    }
    if ((entry & 0xff) > Stream.held) return false;
    take(entry & 0xff);
    store<u8>(LENGTHS + Stream.lengthsRead, u8(symbol));
    Stream.lengthsRead++;
  }
  return useLengths();
}

function repeatLength(symbol: u32, code: u32, total: u32): bool {
  const extra: u32 = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
  if (code + extra > Stream.held) return false;
  take(code);
  const times = take(extra) + (symbol === 18 ? 11 : 3);
  if (symbol === 16 && Stream.lengthsRead === 0) return damaged();
  if (Stream.lengthsRead + times > total) return damaged();
  const at = LENGTHS + Stream.lengthsRead;
  memory.fill(at, symbol === 16 ? load<u8>(at - 1) : 0, times);
  Stream.lengthsRead += times;
  return true;
}

function useLengths(): bool {
  // A block without an end is refused before its codes are looked at.
  if (load<u8>(LENGTHS + 256) === 0) return damaged();
  // From here on, even where the second code fails: the next stream must not take these tables for the fixed ones.
  Stream.fixed = false;
  const offsets = LENGTHS + Stream.literalLengths;
  if (!buildTable(LENGTHS, Stream.literalLengths, LITERALS, LITERAL_ROOT, LITERAL_MEANINGS, false))
    return damaged();
  buildPairs();
  if (!buildTable(offsets, Stream.offsetLengths, OFFSETS, OFFSET_ROOT, OFFSET_MEANINGS, false))
    return damaged();
  Stream.stage = Stage.SYMBOLS;
  return true;
}

function useFixedCodes(): void {
  Stream.stage = Stage.SYMBOLS;
  if (Stream.fixed) return;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  buildTable(LENGTHS, LITERAL_SYMBOLS, LITERALS, LITERAL_ROOT, LITERAL_MEANINGS, false);
  buildPairs();
  memory.fill(LENGTHS, 5, OFFSET_SYMBOLS);
  buildTable(LENGTHS, OFFSET_SYMBOLS, OFFSETS, OFFSET_ROOT, OFFSET_MEANINGS, false);
  Stream.fixed = true;
}
