import type { Limits } from '../model/settings.js';
import type { Work } from '../model/work.js';
import type { FoundFile } from '../sources/walk-item.js';
import type { ReadItem } from './read-item.js';

/** What a worker is told. */
export type WorkerOrder =
  /** Read this file; the next one follows when it is done. */
  | ReadOrder
  /** Read nothing more: answer with what was read until now. */
  | { readonly kind: 'stop' }
  /** No file follows. */
  | { readonly kind: 'end' };

export interface ReadOrder {
  readonly kind: 'read';
  readonly file: FoundFile;
  readonly limits: Limits;
}

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly kind: 'item'; readonly item: ReadItem }
  | WorkerProgress
  /** The file is done: whether it held nothing but inventory files, and what that took. */
  | { readonly kind: 'done'; readonly isEmpty: boolean; readonly work: Work };

/** What was done since the last progress. */
interface WorkerProgress {
  readonly kind: 'progress';
  readonly bytes: number;
  readonly stops: number;
  /** The log that was begun, null where none was. */
  readonly log: string | null;
}
