/** The places of logs with the words of a stop: each is counted, or told. */
export interface StopWordCount {
  found: number;
  /** Lines that count as a stop. */
  counted: number;
  /** Text that does not, and stops whose length nobody knows: a diagnostic names them. */
  told: number;
}

/** Gives a count of no stop words. */
export function noStopWords(): StopWordCount {
  return { found: 0, counted: 0, told: 0 };
}

/** How much was done to sift logs: the same for the same bytes in the same chunks, on any machine. */
export interface Work {
  /** The places with the words of a stop in all logs. */
  readonly words: StopWordCount;
  /** Bytes of whole lines looked through; of a line over 64 KiB what lies beyond does not count. */
  bytes: number;
  /** Places that looked like a needle and were compared in full. */
  candidates: number;
  /** Lines that came through. */
  lines: number;
  /** Bytes of these lines, which are those decoded. */
  lineBytes: number;
}

/** Adds what was done elsewhere to a count. */
export function addWork(work: Work, more: Work): void {
  addWords(work.words, more.words);
  work.bytes += more.bytes;
  work.candidates += more.candidates;
  work.lines += more.lines;
  work.lineBytes += more.lineBytes;
}

/** Adds the stop words of a log to a count. */
export function addWords(words: StopWordCount, more: StopWordCount): void {
  words.found += more.found;
  words.counted += more.counted;
  words.told += more.told;
}

/** Gives a count of nothing. */
export function noWork(): Work {
  return { words: noStopWords(), bytes: 0, candidates: 0, lines: 0, lineBytes: 0 };
}
