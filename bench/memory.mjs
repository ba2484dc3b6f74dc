import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOnce } from './measure.mjs';

const POLL_MS = 10;

/** Returns how peak memory can be read here, or null where neither GNU time nor /proc is there. */
export function memoryMeter() {
  if (spawnSync('/usr/bin/time', ['-f', '%M', 'true']).status === 0) {
    return { name: 'GNU time', peakKiB: peakByTime };
  }
  return existsSync('/proc/self/status') ? { name: 'VmHWM of /proc', peakKiB: peakByProc } : null;
}

async function peakByTime({ argv, exitCodes }, cwd) {
  const dir = mkdtempSync(join(tmpdir(), 'stuntime-bench-'));
  const report = join(dir, 'peak');
  try {
    await runOnce({ argv: ['/usr/bin/time', '-f', '%M', '-o', report, ...argv], exitCodes }, cwd);
    // With an exit code other than 0, time writes a line about it first.
    return Number(readFileSync(report, 'utf8').trim().split('\n').at(-1));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function peakByProc({ argv: [file, ...args] }, cwd) {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, highWater(child.pid));
  }, POLL_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(timer);
      resolve(peak);
    });
  });
}

// The process may be gone between two looks: then the last value stands.
function highWater(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
