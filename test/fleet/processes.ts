import { readdir, readFile, readlink } from 'node:fs/promises';

/** The processes that have a file open. */
export async function holdersOf(path: string): Promise<readonly number[]> {
  const pids = await allProcesses();
  const held = await Promise.all(pids.map((pid) => isHeld(pid, path)));
  return pids.filter((_, index) => held[index]);
}

async function isHeld(pid: number, path: string): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.includes(path);
}

/** The parent of a process, its parent and so on. */
export async function ancestorsOf(pid: number): Promise<readonly number[]> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
  return parent < 1 ? [] : [parent, ...(await ancestorsOf(parent))];
}

/** What a process has started and what that has started, as far as it has not ended. */
export async function descendantsOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = text
    .split(' ')
    .filter((each) => each !== '')
    .map(Number);
  return [...children, ...(await Promise.all(children.map(descendantsOf))).flat()];
}

/** The processes of which a folder is the current one. */
export async function processesIn(folder: string): Promise<readonly number[]> {
  const pids = await allProcesses();
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => folders[index] === folder);
}

async function allProcesses(): Promise<readonly number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Kills a process by its id, unless it has ended by itself. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, which is what was wanted.
  }
}
