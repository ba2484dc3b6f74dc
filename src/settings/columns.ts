const COLUMNS = /^[1-9]\d{0,5}$/;

/** Reads the environment's COLUMNS, the width that text should have where no terminal tells; null for none or nonsense. */
export function readColumns(text: string | undefined): number | null {
  return text !== undefined && COLUMNS.test(text) ? Number(text) : null;
}
