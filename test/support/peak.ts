// Loaded before a command: tells on file descriptor 3, as the process ends, how much memory it had at its height.
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// It is loaded before each worker too.
if (isMainThread) process.on('exit', () => writeSync(3, String(peakKiB())));

/** The system's own figure of a process begins with that of the one which started it, so Linux is asked otherwise. */
function peakKiB(): number {
  const { maxRSS } = process.resourceUsage();
  if (process.platform !== 'linux') return maxRSS;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? maxRSS);
}
