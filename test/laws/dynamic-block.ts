import fc from 'fast-check';

/** In this order a block gives the lengths of the codes that code lengths are written in (RFC 1951, 3.2.7). */
const PRE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;

/** A number and the bits that it is written in. */
type Field = readonly [value: number, bits: number];

/** Code lengths that make a complete code: two of one bit, of which any may be split into two that are longer. */
function anyCompleteCode(splits: fc.Arbitrary<number[]>): fc.Arbitrary<number[]> {
  return splits.map((places) => {
    const lengths = [1, 1];
    for (const place of places) {
      const at = place % lengths.length;
      const length = lengths[at] ?? LONGEST_CODE;
      if (length < LONGEST_CODE) lengths.splice(at, 1, length + 1, length + 1);
    }
    return lengths;
  });
}

/** Mostly sound lengths; also none, a single one, too many and too few. */
function anyLengths(size: number, always: readonly number[]): fc.Arbitrary<number[]> {
  // As many splits as leave a symbol for each code: with all of them second tables are many and full.
  const most = Math.max(0, size - 2);
  const code = fc.oneof(
    { weight: 4, arbitrary: anyCompleteCode(fc.array(fc.nat(), { maxLength: 60 })) },
    { weight: 2, arbitrary: anyCompleteCode(fc.array(fc.nat(), { minLength: most, maxLength: most })) },
    { weight: 1, arbitrary: fc.constantFrom([], [1], [2], [1, 1, 1], [1, 2], [15], [1, 2, 3, 3, 15]) },
  );
  const order = fc.shuffledSubarray([...Array(size).keys()], { minLength: size });
  return fc.tuple(code, order).map(([lengths, symbols]) => {
    const table: number[] = Array(size).fill(0);
    const places = [...always, ...symbols.filter((symbol) => !always.includes(symbol))];
    for (const [index, length] of lengths.entries()) {
      const symbol = places[index];
      if (symbol !== undefined) table[symbol] = length;
    }
    return table;
  });
}

/** A block with codes of its own, sound or just not, and random bits for what they stand for. */
export const anyDynamicBlock = fc
  .record({
    literals: fc.constantFrom(257, 258, 270, 286, 287).chain((size) => anyLengths(size, [256, 97])),
    offsets: fc.constantFrom(1, 2, 17, 30, 31).chain((size) => anyLengths(size, [0])),
    // All sixteen lengths have a code of four bits, or the code is any.
    preLengths: fc.oneof(
      { weight: 8, arbitrary: fc.constant([...Array(16).fill(4), 0, 0, 0]) },
      { weight: 1, arbitrary: fc.array(fc.nat(7), { minLength: 19, maxLength: 19 }) },
      { weight: 1, arbitrary: fc.constant(Array(19).fill(0)) },
    ),
    payload: fc.uint8Array({ maxLength: 1000, size: 'max' }),
  })
  .map(({ literals, offsets, preLengths, payload }) =>
    packed([
      [1, 1],
      [2, 2],
      [literals.length - 257, 5],
      [offsets.length - 1, 5],
      [15, 4],
      ...PRE_ORDER.map((symbol): Field => [preLengths[symbol] ?? 0, 3]),
      ...[...literals, ...offsets].map((length): Field => [reversed(length), 4]),
      ...[...payload].map((byte): Field => [byte, 8]),
    ]),
  );

/** Codes are written with their highest bit first, all else with the lowest. */
const reversed = (code: number) =>
  Number.parseInt(code.toString(2).padStart(4, '0').split('').reverse().join(''), 2);

function packed(fields: readonly Field[]): Buffer {
  const bits = fields
    .map(([value, size]) => value.toString(2).padStart(size, '0').split('').reverse().join(''))
    .join('');
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(
    bytes.map((byte) => Number.parseInt(byte.padEnd(8, '0').split('').reverse().join(''), 2)),
  );
}
