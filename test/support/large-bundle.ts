import { gzipBytes } from './gzip-bytes.js';
import { logText } from './log-lines.js';
import { hostText, noisyLines } from './noisy-log.js';
import { tarBytes } from './tar-bytes.js';

/** About 66 MB, most of it the host's, that pack to more than 8 MiB: it counts as a large file. */
export function largeBundle(): Buffer {
  const logs = Array.from({ length: 8 }, (_, at) => {
    const lines = noisyLines({ start: at * 864e5, stops: 30, noise: 1000 });
    return { name: `esx/vmfs/volumes/1/vm${at}/vmware.log`, content: logText(lines) };
  });
  const host = { name: 'esx/var/run/log/vmkernel.log', content: hostText(40e6) };
  return gzipBytes(tarBytes([host, ...logs]).bytes, '', 1).bytes;
}
