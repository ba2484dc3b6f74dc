import type { Writable } from 'node:stream';
import { pauses } from '../model/pause.js';

/** The report could not be written; the message says why. */
export class OutputError extends Error {}

/** A place that a report is written to. */
export interface Output {
  /** Takes pieces of a report that are each worth a write of its own. */
  readonly write: (pieces: Iterable<string | Uint8Array>) => Promise<void>;
  /** Makes what was written stand where it belongs. */
  readonly finish: () => Promise<void>;
  /** Whether the reader has left, so that nothing more is worth writing. */
  readonly isReaderGone: () => boolean;
  /** Writes no more, and takes back what was written, as far as that can be done. */
  readonly abandon: () => Promise<void>;
}

const ENDS_OF_WAIT = ['drain', 'close', 'error'] as const;

/** Writes to a stream such as standard output. A reader that leaves is no failure: the rest is dropped. */
export function streamOutput(stream: Writable): Output {
  let gone = false;
  let failure: OutputError | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (error.code !== 'EPIPE') failure = outputError(error);
  });
  const write = async (pieces: Iterable<string | Uint8Array>): Promise<void> => {
    const pause = pauses();
    for (const piece of pieces) {
      if (gone) break;
      if (!stream.write(piece)) await hasRoom(stream);
      await pause();
    }
  };
  const finish = async (): Promise<void> => {
    // What is left in the stream's buffer can still fail, and does so before an empty write comes back.
    if (!gone) await new Promise<void>((resolve) => stream.write('', () => resolve()));
    if (failure !== null) throw failure;
  };
  const abandon = async (): Promise<void> => {
    gone = true;
  };
  return { write, finish, isReaderGone: () => gone, abandon };
}

/** Waits until a stream takes more, or never will again. */
function hasRoom(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ENDS_OF_WAIT) stream.off(event, done);
      resolve();
    };
    for (const event of ENDS_OF_WAIT) stream.on(event, done);
  });
}

/** Names the error of the system without the paths that it speaks of, which are not the user's. */
export function outputError(error: unknown): OutputError {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(
    /, (?:open|write|rename)/,
  );
  return new OutputError(`the report cannot be written: ${reason}`);
}
