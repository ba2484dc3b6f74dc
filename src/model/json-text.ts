import { replaceUnsafe } from './text.js';

/** Writes a value as one line of JSON that holds no character that can steer a terminal or hide, and parses back to the same value. */
export function jsonText(value: unknown): string {
  return replaceUnsafe(JSON.stringify(value), unicodeEscape);
}

/** A character outside the basic plane is two units. */
function unicodeEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');
}
