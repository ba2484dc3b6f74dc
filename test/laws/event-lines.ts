import { line, logText, unstunLine } from '../support/log-lines.js';
import { reportOn } from './one-log.js';

const START = Date.UTC(2017, 0, 4, 20);
const at = (seconds: number) => new Date(START + Math.round(seconds * 1000));
export const SECOND = 1_000_000;

/** A stop that ends so many seconds after the start. */
export const stop = (end: number, us: number) => unstunLine('I125', us, { at: at(end) });
export const say = (seconds: number, message: string, thread = 'vmx') =>
  line('I125', { at: at(seconds), thread, message });

/** The causes of a log's events in the order of time, each with the count of its stops. */
export async function eventsIn(lines: readonly string[], gap?: string): Promise<string[]> {
  const report = await reportOn(logText(lines), { options: { sort: 'time', gap } });
  return report.events.map(({ cause, basis, stops }) => `${cause} ${basis} ${stops}`);
}
