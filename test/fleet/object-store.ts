import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { until } from '../support/waiting.js';
import { daemon } from './daemon.js';

/** An object store on loopback with one bucket, `logs`. */
export interface ObjectStore {
  /** Variables with which rclone knows it as `store:`. */
  readonly env: Readonly<Record<string, string>>;
  /** Breaks the connection in the middle of an object, the next time that somebody gets it. */
  readonly breakOnce: (object: string) => void;
  readonly end: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const PATIENCE_MS = 20_000;

/** Starts s3rver in a folder, and before it a server that passes on what it says, or half of it. */
export async function startObjectStore(folder: string): Promise<ObjectStore> {
  const objects = join(folder, 'objects');
  await mkdir(objects);
  const program = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');
  const options = ['-d', objects, '-a', LOOPBACK, '-p', '0', '--configure-bucket', 'logs'];
  const s3rver = daemon(folder, 's3rver', [process.execPath, program, ...options]);
  const port = await portIn(join(folder, 's3rver.log'));

  let doomed: string | null = null;
  const front = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const isDoomed = method === 'GET' && path?.startsWith(`/logs/${doomed}`) === true;
    if (isDoomed) doomed = null;
    const passedOn = request({ host: LOOPBACK, port, method, path, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.headers);
      if (isDoomed)
        found.once('data', (bytes) =>
          answer.write(bytes.subarray(0, bytes.length >> 1), () => answer.destroy()),
        );
      else found.pipe(answer);
    });
    passedOn.on('error', () => answer.destroy());
    asked.pipe(passedOn);
  });
  front.listen(0, LOOPBACK);
  await once(front, 'listening');
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    env: {
      RCLONE_CONFIG: join(folder, 'rclone.conf'),
      RCLONE_CONFIG_STORE_TYPE: 's3',
      RCLONE_CONFIG_STORE_PROVIDER: 'Other',
      RCLONE_CONFIG_STORE_ENDPOINT: `http://${LOOPBACK}:${address.port}`,
      RCLONE_CONFIG_STORE_ACCESS_KEY_ID: 'S3RVER',
      RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY: 'S3RVER',
    },
    breakOnce: (object) => {
      doomed = object;
    },
    end: async () => {
      front.close();
      front.closeAllConnections();
      await s3rver.end();
    },
  };
}

/** The port that the server chose, which it says when it listens. */
async function portIn(log: string): Promise<number> {
  const port = async () =>
    Number(/listening on 127\.0\.0\.1:(\d+)/.exec(await readFile(log, 'utf8'))?.[1] ?? 0);
  await until(async () => (await port()) > 0, 's3rver', PATIENCE_MS);
  return port();
}
