import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { FAIL_LEVELS, MOST_ADVISED_QOS_MS, MOST_QOS_MS, type Policy } from '../model/policy.js';
import type { Profile } from '../model/profile.js';
import type { OptionFile } from '../model/settings.js';
import { HALF } from '../model/timeout.js';
import { type Micros, US_PER_MS, US_PER_SECOND } from '../model/units.js';
import { oneOf } from './choice.js';
import { DURATION_FORM, type Range, readDuration } from './duration.js';
import { PROFILES } from './profiles.js';
import { badValue, quote, UsageError } from './usage-error.js';
import type { Values } from './values.js';

/** The timeout that a mirror has unless somebody set another one (IRIS High Availability Guide). */
const DEFAULT_QOS = '8000';
const DEFAULT_APPROACH = '80';

const QOS_RANGE: Range = {
  least: 1,
  most: MOST_QOS_MS * US_PER_MS,
  accepted: `${DURATION_FORM}; above 0 and at most 300s`,
};
/** A shorter QoS timeout is a slip of the unit rather than anybody's setting. */
const LEAST_USUAL_QOS_US = 100_000;
const BARE_NUMBER = /^\d+(?:\.\d+)?$/;
const PERCENT = /^(\d{1,3}(?:\.\d{1,3})?)\s*%?$/;

/** Reads what stops are judged by; throws UsageError for what cannot be accepted. */
export function checkPolicy(values: Values): Policy {
  const profile = readProfile(values);
  return {
    ...checkQos(values, profile),
    onset: profile?.onset ?? HALF,
    profile: profile === null || profile.isMirror ? null : profile,
    mirror: null,
    config: null,
    approachPercent: readPercent(values.label('approach'), values.figure('approach') ?? DEFAULT_APPROACH),
    failOn: oneOf(values.label('failOn'), values.text('failOn') ?? 'over-half', FAIL_LEVELS),
    ...checkProof(values),
  };
}

function checkQos(values: Values, profile: Profile | null): Pick<Policy, 'qosUs' | 'qosSource'> {
  const [label, qos] = [values.label('qos'), values.figure('qos')];
  if (qos !== undefined)
    return { qosUs: aboveInterval(label, readQos(label, qos), profile), qosSource: 'flag' };
  if (profile === null) return { qosUs: readQos(label, DEFAULT_QOS), qosSource: 'default' };
  if (profile.qosUs !== null) return { qosUs: profile.qosUs, qosSource: 'profile' };
  throw new UsageError(
    `${values.label('profile')} ${profile.name} has no timeout of its own (${profile.versions}): give it with ${label}`,
  );
}

/** A timeout that ends before the next message is due is none. */
function aboveInterval(label: string, qosUs: Micros, profile: Profile | null): Micros {
  if (profile?.onset.kind !== 'interval' || qosUs > profile.onset.us) return qosUs;
  throw new UsageError(
    `${label} is too short for the profile ${profile.name}: its members talk every ${profile.onset.us / US_PER_MS} ms`,
  );
}

/** Reads a QoS timeout; throws UsageError for one that no mirror takes. */
export function readQos(label: string, text: string): Micros {
  return readDuration(label, text, QOS_RANGE);
}

/** Reads which kind of cluster stops are judged for; throws UsageError for an unknown one, and beside what is of a mirror only. */
function readProfile(values: Values): Profile | null {
  const [label, name] = [values.label('profile'), values.text('profile')];
  if (name === undefined) return null;
  const profile = PROFILES.find((each) => each.name === name);
  if (profile === undefined) throw unknownProfile(label, name);
  const [idle] = MIRROR_ONLY.filter((key) => values.has(key) && (key === 'cpf' || !profile.isMirror));
  if (idle === undefined) return profile;
  throw new UsageError(
    `${label} ${name} and ${values.label(idle)} cannot be given together: ${OF_MIRROR[idle]}`,
  );
}

function unknownProfile(label: string, name: string): UsageError {
  const near = PROFILES.map((profile) => profile.name).filter((each) => name !== '' && each.startsWith(name));
  const meant = near.length === 0 ? '' : `did you mean ${near.join(' or ')}? `;
  return new UsageError(`${label} ${quote(name)} is not accepted: ${meant}--profile list prints all`);
}

const OF_MIRROR = {
  cpf: 'a CPF states the timeout of its own mirror',
  role: 'roles are those of an InterSystems mirror',
} as const;
const MIRROR_ONLY = ['cpf', 'role'] as const;

/** Says what is doubtful about a QoS timeout that the user gave. */
export function remarksOnQos({ qosUs, profile }: Policy, values: Values): readonly Diagnostic[] {
  if (profile !== null) return [];
  const text = values.figure('qos')?.trim();
  if (text === undefined) return [];
  if (qosUs >= LEAST_USUAL_QOS_US) return remarksOnLength(qosUs, '--qos');
  const message = BARE_NUMBER.test(text)
    ? `${text} is ${text} ms; did you mean ${text}s? The default is 8000 ms.`
    : `${text} is shorter than almost every stop; compare it with the mirror's configuration. The default is 8000 ms.`;
  return [diagnostic('short-qos', '--qos', message)];
}

/**
 * Says what is known of a QoS timeout of this length; `path` is where it comes from. The old default is of the product alert
 * of 28 April 2015, and the 30 s after which a primary freezes itself of the IRIS Data Integrity Guide.
 */
export function remarksOnLength(qosUs: Micros, path: string): readonly Diagnostic[] {
  if (qosUs === OLD_DEFAULT_US) return [diagnostic('old-default-qos', path, OLD_DEFAULT)];
  return qosUs > MOST_ADVISED_QOS_MS * US_PER_MS ? [diagnostic('long-qos', path, LONG)] : [];
}

const OLD_DEFAULT_US = 2 * US_PER_SECOND;
const OLD_DEFAULT =
  '2000 ms was the default until 2015, and a mirror keeps it through upgrades; the default is 8000 ms now, since virtual machines are often stopped for longer than 2 s.';
const LONG =
  'A QoS timeout of more than 30 s is not advised: a real outage is noticed that much later, and a primary that waits over 30 s for a stopped backup may freeze its own database.';

/** Reads which CPF states the QoS timeout, null if none does; throws UsageError if `qos` was given too. */
export function readCpfPath(values: Values): OptionFile | null {
  const [label, path] = [values.label('cpf'), values.text('cpf')];
  if (path === undefined) return null;
  if (path === '') throw badValue(label, path, 'the iris.cpf or cache.cpf of a member of the mirror');
  if (values.figure('qos') === undefined) return { label, path };
  throw new UsageError(`${label} and ${values.label('qos')} both give a QoS timeout; give one of them`);
}

function checkProof(values: Values): Pick<Policy, 'allowPartial' | 'strict'> {
  const allowPartial = values.flag('allowPartial') ?? false;
  const strict = values.flag('strict') ?? false;
  if (!allowPartial || !strict) return { allowPartial, strict };
  const [less, more] = [values.label('allowPartial'), values.label('strict')];
  throw new UsageError(
    `${more} and ${less} contradict each other: ${more} counts more as unread, and with ${less} nothing unread counts; give one of them`,
  );
}

function readPercent(label: string, text: string): number {
  const accepted = 'a percentage above 0 and at most 100, such as 80';
  const value = Number(PERCENT.exec(text.trim())?.[1] ?? Number.NaN);
  if (!(value > 0 && value <= 100)) throw badValue(label, text, accepted);
  return value;
}
