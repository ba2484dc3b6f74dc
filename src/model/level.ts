/** How a stop compares with the QoS timeout, mildest first. */
export const LEVELS = ['ok', 'near-half', 'over-half', 'near-full', 'over-full'] as const;

export type Level = (typeof LEVELS)[number];

/** Compares two levels, the milder one first. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

/** Gives the most severe level of some stops, `ok` where there are none. */
export function worstLevel(stops: Iterable<{ readonly level: Level }>): Level {
  let worst: Level = 'ok';
  for (const { level } of stops) if (compareLevels(level, worst) > 0) worst = level;
  return worst;
}
