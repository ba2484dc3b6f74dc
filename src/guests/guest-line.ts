import type { GuestForm, GuestMessage, GuestStamp } from '../model/guest.js';

/** A line of a known form. */
export interface GuestLine {
  /** Null where it has none, or one that can be read in several ways. */
  readonly stamp: GuestStamp | null;
  /** The text of a stamp that can be read in several ways; null where there is none. */
  readonly unsure: string | null;
  readonly instance: string | null;
  /** Null where it tells nothing about a freeze or a mirror. */
  readonly message: GuestMessage | null;
}

/** What a line is read with, besides its text. */
export interface LineContext {
  /** The name of its file. */
  readonly file: string;
}

/** A form of guest logs. Reader, documentation and tests use the same definition. */
export interface LineForm {
  readonly name: GuestForm;
  /** Reads a line without its end; null for a line of another form. */
  readonly read: (line: string, context: LineContext) => GuestLine | null;
  /** Says whether lines of no form belong to the line of this form before them. */
  readonly continues: boolean;
  /** What writes it. */
  readonly meaning: string;
  readonly source: string;
  /** Lines, and what they tell. */
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly file: string;
  readonly line: string;
  readonly told: GuestLine;
}

/** A line with a stamp that is known, or with none. */
export function lineWith(
  stamp: GuestStamp | null,
  message: GuestMessage | null,
  instance: string | null = null,
): GuestLine {
  return { stamp, unsure: null, instance, message };
}
