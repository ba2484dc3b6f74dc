/**
 * Gives the same text as a string of its own. A part of a string keeps the whole of it alive, so a name of twenty letters
 * could hold the chunk of a file that it was found in.
 */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}
