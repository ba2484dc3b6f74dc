/**
 * Starts a clock of milliseconds spent: by the wall or by the processor, whichever is less, for a busy machine lengthens
 * the one and helping threads the other.
 */
export function spentSince(): () => number {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - wall, (user + system) / 1000);
  };
}
