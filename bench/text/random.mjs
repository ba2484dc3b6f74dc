/** Returns a seeded source of random values: the same seed gives the same corpus on every machine. */
export function createRandom(seed) {
  let state = seed >>> 0;
  // mulberry32: small, quick, and good enough to make log lines differ.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => list[Math.floor(next() * list.length)];
  const chance = (share) => next() < share;
  const hex = (digits) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return { int, pick, chance, hex, logNormal: logNormalOf(next) };
}

/** Returns a number for each text, so that every file of the corpus has a seed of its own. */
export function seedOf(...parts) {
  let hash = 2166136261;
  for (const char of parts.join('/')) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return hash >>> 0;
}

function logNormalOf(next) {
  return (median, sigma) => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return median * Math.exp(sigma * normal);
  };
}
