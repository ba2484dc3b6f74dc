import { open } from 'node:fs/promises';
import { PIECE_BYTES } from './pieces.js';

/**
 * Gives the bytes of a file, `length` of them from byte `from` on, fewer where it ends; from where it stands for a
 * pipe or device. Opens it when the first piece is asked for, so that a file nobody reads is never opened.
 */
export async function* readFile(path: string, from: number | null, length: number): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, length));
    let [at, left] = [from, length];
    while (left > 0) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left), at);
      if (bytesRead === 0) return;
      if (at !== null) at += bytesRead;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
