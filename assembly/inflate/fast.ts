import {
  BLOCK_END,
  LITERAL,
  LITERAL_ROOT,
  LITERALS,
  MATCH,
  OFFSET_ROOT,
  OFFSETS,
  OTHER,
  OUTPUT,
  OUTPUT_LIMIT,
  PAIRS,
  SPECIAL,
  SUBTABLE,
} from './layout';
import { Stage, Stream } from './stream';

/** It is filled up once before the first turn and twice at most in each; each time 8 bytes are read and at most 7 used. */
const INPUT_MARGIN: usize = 24;

/** The bits that a look at the pairs takes in, where they stand. */
const PAIR_BITS: u32 = ((1 << LITERAL_ROOT) - 1) << 3;

/** Whether there is enough input for a turn of the fast way. */
export function fastEnough(): bool {
  return Stream.inputEnd - Stream.input >= INPUT_MARGIN;
}

/**
 * Inflates until the block ends, the input comes near its end, the output is full or damage is met. It is one
 * long function because every call and every static read in the loop costs a tenth of the speed.
 *
 * `bits` stands three bits too high, so that its low bits are a table's byte offset without a shift; what stands
 * above `held` are bits of the input that are read again at the next fill. Of `held` only the low six bits count: what is taken
 * from it are whole entries, of which the low bits say how many bits to take.
 *
 * Every way through the loop fills up and looks ahead before it copies, for a look that comes after the copy waits for it.
 */
export function inflateFast(): void {
  const inputLimit = Stream.inputEnd - INPUT_MARGIN;
  let bits = Stream.bits << 3;
  let held = u64(Stream.held + 3);
  let input = Stream.input;
  let output = Stream.output;
  bits |= load<u64>(input) << held;
  input += usize((~held >> 3) & 7);
  held |= 56;
  let next = load<u64>(usize(u32(bits) & PAIR_BITS), PAIRS);
  do {
    // 53 bits at least: two looks at the pairs take 25 at most, and the offset behind them 28.
    let pair = next;
    let before = bits;
    store<u16>(output, u16(pair >> 32));
    output += usize((u32(pair) >> 16) & 3);
    bits >>= pair & 63;
    held -= pair;
    if (!(pair & (MATCH | OTHER))) {
      pair = load<u64>(usize(u32(bits) & PAIR_BITS), PAIRS);
      before = bits;
      store<u16>(output, u16(pair >> 32));
      output += usize((u32(pair) >> 16) & 3);
      bits >>= pair & 63;
      held -= pair;
      if (!(pair & (MATCH | OTHER))) {
        bits |= load<u64>(input) << held;
        input += usize((~held >> 3) & 7);
        held |= 56;
        next = load<u64>(usize(u32(bits) & PAIR_BITS), PAIRS);
        continue;
      }
    }
    let length =
      usize(pair >> 48) + usize(((before >> 3) & ((u64(1) << (pair & 63)) - 1)) >> ((pair >> 8) & 63));
    if (pair & OTHER) {
      let entry = pair >> 32;
      if (entry & SUBTABLE) {
        const index = u32(bits >> 3) & ((1 << u32((entry >> 8) & 15)) - 1);
        entry = u64(load<u32>((u32(entry >> 16) + index) << 2, LITERALS));
        before = bits;
        bits >>= entry & 63;
        held -= entry;
        if (entry & LITERAL) {
          store<u8>(output, u8(entry >> 16));
          output++;
          bits |= load<u64>(input) << held;
          input += usize((~held >> 3) & 7);
          held |= 56;
          next = load<u64>(usize(u32(bits) & PAIR_BITS), PAIRS);
          continue;
        }
      }
      if (entry & SPECIAL) {
        Stream.stage = entry & BLOCK_END ? Stage.BLOCK : Stage.BAD;
        break;
      }
      // The second table took up to 10 bits more.
      bits |= load<u64>(input) << held;
      input += usize((~held >> 3) & 7);
      held |= 56;
      length =
        usize(entry >> 16) + usize(((before >> 3) & ((u64(1) << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    }
    let entry = u64(load<u32>(usize(u32(bits >> 1) & 0x3fc), OFFSETS));
    if (entry & SPECIAL) {
      if (entry & SUBTABLE) {
        bits >>= OFFSET_ROOT;
        held -= OFFSET_ROOT;
        const index = u32(bits >> 3) & ((1 << u32((entry >> 8) & 15)) - 1);
        entry = u64(load<u32>((u32(entry >> 16) + index) << 2, OFFSETS));
      }
      if (entry & SPECIAL) {
        Stream.stage = Stage.BAD;
        break;
      }
    }
    const offset =
      usize(entry >> 16) + usize(((bits >> 3) & ((u64(1) << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    bits >>= entry & 63;
    held -= entry;
    if (offset > output - OUTPUT) {
      Stream.stage = Stage.BAD;
      break;
    }
    bits |= load<u64>(input) << held;
    input += usize((~held >> 3) & 7);
    held |= 56;
    next = load<u64>(usize(u32(bits) & PAIR_BITS), PAIRS);
    const end = output + length;
    let source = output - offset;
    if (offset >= 16) {
      // Four copies whatever the length is cost less than a branch that is often foretold wrong.
      v128.store(output, v128.load(source));
      v128.store(output, v128.load(source, 16), 16);
      v128.store(output, v128.load(source, 32), 32);
      v128.store(output, v128.load(source, 48), 48);
      for (output += 64, source += 64; output < end; output += 32, source += 32) {
        v128.store(output, v128.load(source));
        v128.store(output, v128.load(source, 16), 16);
      }
    } else if (offset === 1) {
      const run = i8x16.splat(load<i8>(source));
      for (; output < end; output += 16) v128.store(output, run);
    } else if (offset >= 8) {
      for (; output < end; output += 8, source += 8) store<u64>(output, load<u64>(source));
    } else {
      for (; output < end; output++, source++) store<u8>(output, load<u8>(source));
    }
    output = end;
  } while (input <= inputLimit && output < OUTPUT_LIMIT);
  Stream.held = u32((held & 63) - 3);
  Stream.bits = (bits >> 3) & ((u64(1) << u64(Stream.held)) - 1);
  Stream.input = input;
  Stream.output = output;
}
