import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pauses } from '../model/pause.js';
import type { Progress } from '../model/progress.js';
import { CHUNK_BYTES } from './byte-stream.js';
import { ReadError } from './read-error.js';

/**
 * Reads a file, pipe or device. It is opened when the first chunk is requested. Throws ReadError if aborted, and at the end
 * of a file that is not as `info` says, unless it has only grown.
 */
export function readFile(path: string, info: Stats, progress: Progress): AsyncGenerator<Buffer> {
  if (info.isFile()) return readRange(path, 0, Number.MAX_SAFE_INTEGER, progress, info);
  return info.isFIFO() ? readPipe(path, progress) : readDevice(path, progress);
}

async function* readPipe(path: string, progress: Progress): AsyncGenerator<Buffer> {
  const { openPipe } = await import('./pipe.js');
  yield* readStream(openPipe(path), progress);
}

/** Reads a stream to its end. Throws ReadError if aborted, after the bytes that had arrived by then. */
export async function* readStream(stream: Readable, { signal, bytes }: Progress): AsyncGenerator<Buffer> {
  let rest: unknown = null;
  const abort = (): void => {
    rest = stream.read();
    stream.destroy(interrupted());
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    for await (const chunk of stream) {
      bytes(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (Buffer.isBuffer(rest)) {
      bytes(rest.length);
      yield rest;
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The first read is smaller: enough to detect what a file is. */
const FIRST_BYTES = 64 * 1024;
/** Buffers to reuse. One for each file would be most of the memory that many small files take. */
const idle: Buffer[] = [];
/** Lets signals in now and then, whether one file is read or many. */
const pause = pauses();

/**
 * Reads `length` bytes of a file on disk from byte `from`, fewer if it ends before; else as `readFile`, if `info` is given.
 * Reads are synchronous: a round trip to the thread pool takes longer than the read.
 */
export async function* readRange(
  path: string,
  from: number,
  length: number,
  { signal, bytes }: Progress,
  info: Stats | null = null,
): AsyncGenerator<Buffer> {
  const file = openSync(path, constants.O_RDONLY);
  const buffer = idle.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  try {
    for (let [done, size] = [0, FIRST_BYTES]; done < length; size = buffer.length) {
      if (signal.aborted) throw interrupted();
      const count = readSync(file, buffer, 0, Math.min(size, buffer.length, length - done), from + done);
      if (count === 0) {
        if (info !== null) checkUnchanged(info, fstatSync(file), from + done);
        return;
      }
      done += count;
      bytes(count);
      yield buffer.subarray(0, count);
      await pause();
    }
  } finally {
    closeSync(file);
    idle.push(buffer);
  }
}

async function* readDevice(path: string, { signal, bytes }: Progress): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      if (signal.aborted) throw interrupted();
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      bytes(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * Throws ReadError if a file that was read to byte `end` is not the one that was found, or has changed otherwise than by
 * growing. Some files of the system, as in /sys, always end before their size.
 */
function checkUnchanged(before: Stats, now: Stats, end: number): void {
  const size = Math.min(now.size, end);
  if (size < before.size && now.size !== before.size) throw shortened(before.size, size);
  if (now.ino !== before.ino) throw replaced();
  if (now.size === before.size && now.mtimeMs !== before.mtimeMs) throw rewritten();
}

/** The error of a file that another one has taken the place of. */
export function replaced(): ReadError {
  return new ReadError(
    'unreadable',
    'Another file took its name before it was read, as when logs are rotated. Stops may be lost; run it again.',
  );
}

function rewritten(): ReadError {
  return new ReadError(
    'unreadable',
    'The file was written to while it was read, and has not grown. Stops may be lost; run it again.',
  );
}

/** The error of a file that had `size` bytes when it was found, and has fewer `now`. */
export function shortened(size: number, now: number): ReadError {
  return new ReadError(
    'unreadable',
    `The file was shortened or replaced while it was read: it had ${size} bytes and has ${now} now. Stops may be lost; run it again.`,
  );
}

function interrupted(): ReadError {
  return new ReadError(
    'interrupted',
    'The reading was stopped here: what comes after is unknown; run it again.',
  );
}
