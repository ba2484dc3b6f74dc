import type { Profile } from '../model/profile.js';
import { onsetUs } from '../model/timeout.js';
import { limit } from './text/numbers.js';
import { partOf } from './text/part.js';
import { labelled, same } from './text-blocks.js';

const INDENT = 2;

/** Gives the profiles as lines for people: the timeout of each, what a stop does to it, and who says so. */
export function* profileList(profiles: readonly Profile[], width: number | null): Generator<string> {
  for (const [index, profile] of profiles.entries()) {
    yield `${index === 0 ? '' : '\n'}${profile.name}\n`;
    for (const text of textsOf(profile))
      for (const line of labelled('', text, INDENT, width, same)) yield `${line}\n`;
  }
}

function textsOf(profile: Profile): readonly string[] {
  const { timeout, qosUs, onset, member, first, full, versions, source } = profile;
  const [from, whole] =
    qosUs === null
      ? [`${partOf(onset)} of it`, 'all of it']
      : [limit(onsetUs({ qosUs, onset })), limit(qosUs)];
  return [
    `${timeout}: ${qosUs === null ? 'yours, to be given with --qos' : whole}`,
    `for the VM of ${member}`,
    `from ${from}: ${first}`,
    ...(from === whole ? [] : [`from ${whole}: ${full}`]),
    ...(versions === null ? [] : [`default: ${versions}`]),
    `source: ${source}`,
  ];
}
