// Emoji need their variation selectors, which change nothing else.
const UNSAFE =
  /(?![\ufe00-\ufe0f])[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** Most lines hold nothing but the printable part of ASCII, which is found in half the time. */
const NOT_PLAIN = /[^ -~]/;

/**
 * Escapes every control character, line separator, direction override, invisible character and lone surrogate of a text
 * (`\x1b`, `\u202e`, `\u{e0041}`), so that nothing in a log or file name can steer a terminal or hide.
 */
export function visible(text: string): string {
  return replaceUnsafe(text, escapeOf);
}

/** Replaces each character of a text that `visible` escapes. */
export function replaceUnsafe(text: string, escaped: (character: string) => string): string {
  return NOT_PLAIN.test(text) ? text.replace(UNSAFE, escaped) : text;
}

/** Writes microseconds as seconds with three decimals, rounded down. */
export function seconds(us: number): string {
  return `${(Math.floor(us / 1000) / 1000).toFixed(3)} s`;
}

/** Names several things as a sentence does: `a, b and c`. */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function escapeOf(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, '0')}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
