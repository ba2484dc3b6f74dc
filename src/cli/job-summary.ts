import { appendFile, stat } from 'node:fs/promises';

/** GitHub drops a summary of 1 MiB or more as a whole. */
const MOST_BYTES = 1024 * 1024 - 1;
const CUT = '\n\n_The report is cut here: a job summary holds 1 MiB at most._\n';

/**
 * Appends a report in Markdown to the summary of a step, as far as there is room. Rejects with the system's error, and where
 * there is no room.
 */
export async function appendSummary(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const before = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  const room = MOST_BYTES - before - CUT.length;
  if (room <= 0) throw new Error('it holds 1 MiB already, and GitHub drops a longer one');
  await appendFile(path, cutAt(Buffer.concat(Array.from(pieces, bytesOf)), room));
}

/** A line is whole or left out. */
function cutAt(bytes: Buffer, room: number): string {
  if (bytes.length <= room) return bytes.toString();
  const kept = bytes.subarray(0, room).toString();
  return kept.slice(0, kept.lastIndexOf('\n')) + CUT;
}

function bytesOf(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}
