const PIECE_LENGTH = 32_768;

/** Joins small texts to pieces worth a write of their own (about 32 KiB), so that no report is ever one string. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
