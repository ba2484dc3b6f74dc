import type { Backup, Evidence, Freeze, Report, Stop, StopEvent, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import { storyTeller } from '../reporters/backup-stories.js';
import { placeOf } from '../reporters/place.js';
import { oddsOf } from '../reporters/sentence.js';
import { duration } from '../reporters/text/numbers.js';
import { time } from './columns.js';
import { type Child, make } from './dom.js';

/** Tells of a stop what its row leaves out. */
export function stopDetails(stop: Stop): readonly Child[] {
  const { startedAt, endedAt, line, log, offset } = stop;
  const told = `From ${time(startedAt)} to ${time(endedAt)}. ${takeoverText(stop)}`;
  return [make('p', {}, told), lineOf({ text: line, log, offset })];
}

function takeoverText(stop: Stop): string {
  const { verdict } = stop.takeover;
  if (verdict === 'impossible') return 'It was too short for a takeover, or not of the primary.';
  const outcome = verdict === 'possible' ? 'possible' : 'to be expected';
  const role = "if the VM was the mirror's primary with an active backup";
  return `A takeover was ${outcome}, ${role}.${oddsOf(stop)}`;
}

/** Tells why an event has its cause, with the lines that prove it. */
export function eventDetails({
  rule,
  basis,
  reason,
  quiesceUs,
  endedAt,
  evidence,
}: StopEvent): readonly Child[] {
  const by = rule === null ? '' : `${rule}, ${basis}: `;
  const wait =
    quiesceUs === null
      ? ''
      : ` The guest was waited for ${duration(quiesceUs)} before, which no figure holds.`;
  return [
    make('p', {}, visible(`${by}${reason}${wait} It ended ${time(endedAt)}.`)),
    ...evidence.map(lineOf),
  ];
}

/** Tells where a VM's logs are. */
export function vmDetails({ vmPath, logs, products, hosts, role }: Vm): readonly Child[] {
  const facts = [
    ...(role === null ? [] : [`role: ${role}`]),
    `place: ${vmPath}`,
    `products: ${products.join(', ') || 'unknown'}`,
    `hosts: ${hosts.join(', ') || 'unknown'}`,
  ];
  return [...facts, ...logs].map((text) => make('p', {}, visible(text)));
}

/** Gives the lines that tell of a freeze. */
export function freezeDetails({ evidence }: Freeze): readonly Child[] {
  return evidence.map(lineOf);
}

/** Gives a function that tells a backup step by step. */
export function backupDetails(report: Report): (backup: Backup) => readonly Child[] {
  const tell = storyTeller(report, time, 'UTC');
  return (backup) => {
    const { steps, sum } = tell(backup);
    const rows = Array.from(steps.rows(), ({ cells }) =>
      make('li', {}, cells.filter((cell) => cell !== '').join(' · ')),
    );
    return [make('ol', {}, ...rows), make('p', {}, sum)];
  };
}

function lineOf(line: Evidence): HTMLElement {
  const place = make('span', {}, visible(placeOf(line)));
  return make('p', { class: 'line' }, make('code', {}, visible(line.text)), ' ', place);
}
