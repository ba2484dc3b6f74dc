import type { Fact } from '../model/fact.js';
import type { LogPlace } from '../model/log.js';
import type { Limits } from '../model/settings.js';
import type { Work } from '../model/work.js';
import type { Parcel } from '../sieve/parcel.js';
import type { Trouble } from '../sources/found.js';

/** What a thread that walks is told. */
export type Order =
  /** Walk this file, once what came before is done. */
  | { readonly kind: 'walk'; readonly path: string; readonly named: boolean; readonly limits: Limits }
  /** A parcel was read, so that one more may come. */
  | { readonly kind: 'read' }
  /** Nothing more is to be read. */
  | { readonly kind: 'stop' }
  /** No file follows. */
  | { readonly kind: 'end' };

/** What a thread that walks tells. */
export type Answer =
  /** A log begins; it is called by this number until its end. */
  | { readonly kind: 'log'; readonly log: number; readonly place: LogPlace }
  | { readonly kind: 'lines'; readonly log: number; readonly parcel: Parcel }
  | { readonly kind: 'log-end'; readonly log: number }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  /** So many more bytes were read of what the user named. */
  | { readonly kind: 'bytes'; readonly count: number }
  /** A file is done, and took so much work; whether nothing was in it but files that tell of logs. */
  | { readonly kind: 'done'; readonly isEmpty: boolean; readonly work: Work };

/** So many parcels are sent ahead of their reader. */
export const PARCELS = 8;
