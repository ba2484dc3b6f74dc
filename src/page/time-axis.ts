const DAY_S = 86_400;

/** Gives the date of a moment as uPlot asks for it, in UTC and not in the zone of the browser. */
export function utcDate(seconds: number): Date {
  return uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');
}

/** Writes moments (in seconds) below an axis with a 24-hour clock; the date stands where it changes. */
export function timeLabels(moments: readonly number[], stepS: number): string[] {
  let before = '';
  return moments.map((moment) => {
    const iso = new Date(moment * 1000).toISOString();
    const [date, clock] = [iso.slice(0, 10), iso.slice(11, stepS < 60 ? 19 : 16)];
    if (stepS >= DAY_S) return date;
    const label = date === before ? clock : `${clock}\n${date}`;
    before = date;
    return label;
  });
}
