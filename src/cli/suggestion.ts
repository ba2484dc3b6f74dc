/** Gives the name that was probably meant by a misspelled one; null where none is close. */
export function suggestionFor(name: string, known: readonly string[]): string | null {
  const [best = null] = known
    .map((candidate) => ({ candidate, edits: editsBetween(name, candidate) }))
    .filter(({ candidate, edits }) => edits <= candidate.length / 3 || isStartOf(name, candidate))
    .toSorted((a, b) => a.edits - b.edits);
  return best?.candidate ?? null;
}

/** One or two letters begin too many names to mean one of them. */
function isStartOf(name: string, candidate: string): boolean {
  return name.length > 2 && candidate.startsWith(name);
}

/** Counts the letters to insert, delete or replace that turn one word into the other (Levenshtein distance). */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const [above = 0, left = 0, diagonal = 0] = [row[column + 1], next[column], row[column]];
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
