import { logText } from './log-lines.js';
import { noisyLines } from './noisy-log.js';
import { plant } from './temp.js';

const DAY_MS = 86_400_000;

/**
 * Writes a folder of logs of 9 MiB, each of another VM and with one stop: so large a file is read in a worker, where there
 * are several.
 */
export async function plantLargeLogs(
  folder: string,
  vms: readonly string[] = ['first', 'second'],
): Promise<void> {
  for (const [day, vm] of vms.entries())
    await plant(folder, {
      [`${vm}/vmware.log`]: logText(noisyLines({ start: day * DAY_MS, stops: 1, noise: 90_000 })),
    });
}
