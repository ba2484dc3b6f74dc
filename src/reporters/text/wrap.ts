import wrapAnsi from 'wrap-ansi';

/** Breaks a text between words, and inside words longer than a line, into lines of at most `room` columns (null: one line). */
export function wrap(text: string, room: number | null): readonly string[] {
  return room === null ? [text] : wrapAnsi(text, room, { hard: true }).split('\n');
}
