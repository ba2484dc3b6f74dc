import { GuestReader } from '../../src/guests/guest-reader.js';
import { type StoryOptions, tellGuests } from '../../src/guests/story.js';
import type { GuestReading, GuestStory } from '../../src/model/guest.js';
import type { LogPlace } from '../../src/model/log.js';

/** The place of a guest log, by its path with forward slashes. */
export function guestPlace(path: string, others: Partial<LogPlace> = {}): LogPlace {
  const slash = path.lastIndexOf('/');
  return {
    path,
    folder: slash === -1 ? '.' : path.slice(0, slash),
    container: '',
    folderName: null,
    file: path.slice(slash + 1),
    named: false,
    modifiedAt: null,
    startsAt: 0,
    verified: true,
    ...others,
  };
}

/** Reads the texts of guest logs by their paths. */
export async function guestReadings(
  texts: Readonly<Record<string, string>>,
): Promise<readonly GuestReading[]> {
  const readings: GuestReading[] = [];
  for (const [path, text] of Object.entries(texts)) {
    const reader = new GuestReader(guestPlace(path));
    const chunks = (async function* () {
      yield Buffer.from(text);
    })();
    for await (const _ of reader.watch(chunks));
    const reading = reader.reading();
    if (reading !== null) readings.push(reading);
  }
  return readings;
}

/** Tells what texts of guest logs hold, by default in no zone. */
export async function storyOf(
  texts: Readonly<Record<string, string>>,
  options: Partial<StoryOptions> = {},
): Promise<GuestStory> {
  return tellGuests(await guestReadings(texts), {
    zone: null,
    offset: null,
    approachPercent: 80,
    since: null,
    until: null,
    ...options,
  });
}
