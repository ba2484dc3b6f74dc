/** Is told what is being read, and can abort the reading. */
export interface Progress {
  /** Aborts the reading. What was read until then still counts. */
  readonly signal: AbortSignal;
  /** So many more bytes of the input were read: of an archive, compressed bytes. */
  readonly bytes: (count: number) => void;
  /** Reading of the log at this path begins. Control characters are escaped. */
  readonly log: (path: string) => void;
  /** One more stop was found. A stop in several logs is counted for each. */
  readonly stop: () => void;
}

/** For callers that want only the report. */
export const NO_PROGRESS: Progress = {
  signal: new AbortController().signal,
  bytes: () => {},
  log: () => {},
  stop: () => {},
};
