const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;

/** Most lines hold nothing but the printable part of ASCII, which is found in half the time. */
const NOT_PLAIN = /[^ -~]/;

/**
 * Escapes every control character, line separator, direction override and lone surrogate of a text (`\x1b`, `\u202e`),
 * so that nothing in a log or file name can steer a terminal.
 */
export function visible(text: string): string {
  return NOT_PLAIN.test(text) ? text.replace(UNSAFE, escapeOf) : text;
}

/**
 * Gives the same text as a string of its own. A part of a string keeps the whole of it alive, so a name of twenty letters
 * could hold the chunk of a file that it was found in.
 */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

/** Writes microseconds as seconds with three decimals, rounded down. */
export function seconds(us: number): string {
  return `${(Math.floor(us / 1000) / 1000).toFixed(3)} s`;
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
