import { logText } from './log-lines.js';
import { noisyLines } from './noisy-log.js';
import { plant } from './temp.js';

const DAY_MS = 86_400_000;

/** Writes a folder of two logs of 9 MiB with one stop each: so large a file is read in a worker, where there are several. */
export async function plantLargeLogs(folder: string): Promise<void> {
  for (const [day, vm] of ['first', 'second'].entries())
    await plant(folder, {
      [`${vm}/vmware.log`]: logText(noisyLines({ start: day * DAY_MS, stops: 1, noise: 90_000 })),
    });
}
