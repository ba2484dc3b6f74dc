import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** Cuts a text at one side to at most so many columns (1 or more), with an ellipsis where it was cut. */
export function cut(text: string, columns: number, position: 'start' | 'end'): string {
  const short = cliTruncate(text, columns, { position });
  // cli-truncate keeps a wide letter of which only half fits.
  return stringWidth(short) > columns ? cliTruncate(text, columns - 1, { position }) : short;
}
