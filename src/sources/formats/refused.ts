import type { Format } from './format.js';

/** Formats that are recognised and not read, so that their files are not taken for damaged logs. */
export const REFUSED: readonly Format[] = [
  refuse('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'pipe it in: xz -dc FILE | stuntime'),
  refuse('bzip2', [0x42, 0x5a, 0x68], 'pipe it in: bzip2 -dc FILE | stuntime'),
  refuse('7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'unpack it and name the folder'),
];

function refuse(name: string, magic: readonly number[], advice: string): Format {
  return {
    kind: 'refused',
    name,
    advice,
    matches: (head) => magic.every((byte, index) => head[index] === byte),
  };
}
