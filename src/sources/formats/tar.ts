import type { Format, Source, Step } from './format.js';
import { hasMagic } from './tar-block.js';

/** tar in its dialects: ustar, GNU with long names, PAX. */
export const tar: Format = {
  kind: 'archive',
  name: 'tar',
  inflates: false,
  matches: (head) => hasMagic(head),
  steps,
};

async function* steps({ reader }: Source): AsyncGenerator<Step> {
  const { TarReader } = await import('./tar-reader.js');
  yield* new TarReader(reader).steps();
}
