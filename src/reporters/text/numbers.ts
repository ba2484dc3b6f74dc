/** Writes microseconds as seconds with three decimals, rounded down so that a value never seems to reach a limit; under 1 ms as whole us. */
export function duration(us: number): string {
  const size = Math.abs(us);
  const sign = us < 0 ? '-' : '';
  if (size > 0 && size < 1000) return `${sign}${size} us`;
  const fraction = Math.floor((size % 1_000_000) / 1000);
  return `${sign}${Math.floor(size / 1_000_000)}.${String(fraction).padStart(3, '0')} s`;
}

/** Writes a limit of 0 or more microseconds as seconds with every decimal it has, a part of a microsecond rounded up. */
export function limit(us: number): string {
  // Three decimals keep the dust of floating point from being rounded up.
  const whole = Math.ceil(Number(us.toFixed(3)));
  const fraction = String(whole % 1_000_000).padStart(6, '0');
  return `${Math.floor(whole / 1_000_000)}.${fraction}`.replace(/\.?0+$/, '').concat(' s');
}

/** Writes a part of a whole as a share of it, one decimal rounded down as in durations: what falls short shows so. */
export function percent(part: number, whole: number): string {
  const tenths = Math.floor((Math.abs(part) * 1000) / whole);
  return `${part < 0 && tenths > 0 ? '-' : ''}${(tenths / 10).toFixed(1)}%`;
}

/** Writes a number of bytes (0 or more) in the largest binary unit that fits, with one decimal rounded down. */
export function bytes(size: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  if (size < 1024) return count(size, 'byte');
  const step = Math.min(units.length, Math.floor(Math.log2(size) / 10));
  return `${(Math.floor((size / 1024 ** step) * 10) / 10).toFixed(1)} ${units[step - 1]}`;
}

/** Writes how many there are of a noun that takes an s: `1 stop`, `2 stops`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
