import wrapAnsi from 'wrap-ansi';

/** Breaks a text between words, and inside words longer than a line, into lines of at most `room` columns (null: one line). */
export function wrap(text: string, room: number | null): readonly string[] {
  if (room === null) return [text];
  // wrap-ansi puts a mark that follows a space on a full line.
  return wrapAnsi(text.replaceAll(/ +(?=\p{Mark})/gu, ''), room, { hard: true }).split('\n');
}
