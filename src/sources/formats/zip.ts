import type { Format, Source, Step } from './format.js';

const MAGICS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].map((text) => Buffer.from(text, 'latin1'));

/** zip with zip64 and data descriptors: read by its directory in a file, by its local headers on a pipe. */
export const zip: Format = {
  kind: 'archive',
  name: 'zip',
  inflates: true,
  matches: (head) => MAGICS.some((magic) => head.subarray(0, magic.length).equals(magic)),
  steps,
};

async function* steps(source: Source): AsyncGenerator<Step> {
  const { file } = source;
  if (file === null) {
    const { streamedSteps } = await import('./zip-stream.js');
    yield* streamedSteps(source, new Set());
  } else {
    const { listedSteps } = await import('./zip-directory.js');
    yield* listedSteps(file, source);
  }
}
