/** Returns a clock that only moves forward and prints itself as an ISO stamp with milliseconds. */
export function createClock(startMs) {
  let now = startMs;
  let second = -1;
  let prefix = '';
  return {
    get now() {
      return now;
    },
    wait(ms) {
      now += Math.max(0, Math.round(ms));
    },
    stamp() {
      const current = Math.floor(now / 1000);
      // Most lines share their second with the line before: one Date for all of them.
      if (current !== second) {
        second = current;
        prefix = new Date(current * 1000).toISOString().slice(0, 20);
      }
      return `${prefix}${String(now % 1000).padStart(3, '0')}Z`;
    },
  };
}
