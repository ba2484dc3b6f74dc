/** Looks on while input is read, and can have the reading stop. */
export interface Watcher {
  /** Fires when nothing more is to be read; what has been read until then still counts. */
  readonly signal: AbortSignal;
  /** So many more bytes have been read of what the user named: of a bundle, as it is packed. */
  readonly bytes: (count: number) => void;
  /** The log at this path, control characters escaped, is read from now on. */
  readonly log: (path: string) => void;
  /** One more stop has been found; one that several logs hold is found several times. */
  readonly stop: () => void;
}

/** The watcher of those who only want the report. */
export const NOBODY: Watcher = {
  signal: new AbortController().signal,
  bytes: () => {},
  log: () => {},
  stop: () => {},
};
