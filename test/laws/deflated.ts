import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { Inflater, type InflaterState } from '../../src/sources/inflate/inflater.js';

/** What came out of a stream, and how it ended. */
export interface Inflated {
  readonly state: InflaterState;
  readonly output: Buffer;
  readonly used: number;
}

/** Inflates with the inflater, given the stream in these pieces. */
export function inflated(pieces: Iterable<Buffer>): Inflated {
  const inflater = new Inflater();
  const output: Buffer[] = [];
  for (const piece of pieces) for (const bytes of inflater.inflate(piece)) output.push(Buffer.from(bytes));
  inflater.finish();
  return { state: inflater.state, output: Buffer.concat(output), used: inflater.used };
}

/** Every byte is a piece of its own: nothing is then inflated the fast way. */
export function* byteByByte(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1);
}

/** What zlib makes of the whole; for a damaged stream what it makes of the longest part that it does not refuse. */
export function inflatedByZlib(bytes: Buffer): Inflated {
  const output = prefixByZlib(bytes);
  if (output === null) {
    const used = longest(bytes, (part) => prefixByZlib(part) !== null);
    return { state: 'bad', output: prefixByZlib(bytes.subarray(0, used)) ?? Buffer.of(), used };
  }
  if (!endsByZlib(bytes)) return { state: 'cut', output, used: bytes.length };
  return { state: 'done', output, used: longest(bytes, (part) => !endsByZlib(part)) + 1 };
}

/** The length of the longest part from the beginning that is so, where no longer one is. */
function longest(bytes: Buffer, isSo: (part: Buffer) => boolean): number {
  let [so, notSo] = [0, bytes.length];
  while (notSo - so > 1) {
    const middle = Math.floor((so + notSo) / 2);
    if (isSo(bytes.subarray(0, middle))) so = middle;
    else notSo = middle;
  }
  return so;
}

function prefixByZlib(bytes: Buffer): Buffer | null {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if (codeOf(error) === 'Z_DATA_ERROR') return null;
    throw error;
  }
}

function endsByZlib(bytes: Buffer): boolean {
  try {
    inflateRawSync(bytes);
    return true;
  } catch (error) {
    if (codeOf(error) === 'Z_BUF_ERROR') return false;
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;

/** Any way to deflate. */
export const anyOptions = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
  memLevel: fc.integer({ min: 1, max: 9 }),
});

/** Random bytes, text with its repeats near and far, and runs of a pattern that a match copies from itself. */
function anyContent(maxLength: number): fc.Arbitrary<Buffer> {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.lorem({ maxCount: 40 }).map((text) => Buffer.from(text)),
    fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3000 }))
      .map(([pattern, length]) => Buffer.alloc(length, pattern)),
  );
  const parts = fc.array(part, { maxLength: 12 });
  return fc
    .tuple(parts, fc.array(fc.nat(), { maxLength: Math.ceil(maxLength / 1000) }))
    .map(([some, order]) =>
      Buffer.concat([...some, ...order.map((n) => some[n % some.length] ?? Buffer.of())]),
    );
}

/** A sound stream and what it holds. */
export function anyDeflated(maxLength: number) {
  return fc.tuple(anyContent(maxLength), anyOptions).map(([content, options]) => {
    return { content, deflated: deflateRawSync(content, options) };
  });
}
