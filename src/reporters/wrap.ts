import { lettersOf, widthOf } from './text-width.js';

/** Breaks a text between words, and inside words that are too long, into lines of at most `room` columns (null: one line). */
export function wrap(text: string, room: number | null): readonly string[] {
  if (room === null) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => broken(each, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].map((each) => each.trimEnd());
}

function broken(word: string, room: number): readonly string[] {
  if (widthOf(word) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const letter of lettersOf(word)) {
    if (part !== '' && widthOf(part + letter) > room) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part];
}
