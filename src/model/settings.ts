import type { Cause } from './cause.js';
import type { Diagnostic } from './diagnostic.js';
import type { Role } from './mirror.js';
import type { Policy } from './policy.js';
import type { Filters } from './report.js';
import type { Instant, Micros } from './units.js';

export const SORT_KEYS = ['duration', 'time', 'vm'] as const;

/** `duration`: longest first; `time`: oldest first; `vm`: by name, then by time. */
export type SortKey = (typeof SORT_KEYS)[number];

/** Everything that decides what a report says; all of it checked. */
export interface AnalysisSettings {
  readonly policy: Policy;
  /** The CPF that states the QoS timeout; null for none. */
  readonly cpf: OptionFile | null;
  /** Which VMs have which role in the mirror, by globs of names. */
  readonly roles: readonly RoleGlob[];
  /** Which VMs have a timeout of their own; the first glob that matches a VM counts. */
  readonly timeouts: readonly QosGlob[];
  readonly guests: GuestSettings;
  /** The earlier report whose stops are not judged again; null for none. */
  readonly baseline: OptionFile | null;
  /** The list of inputs that should be there; null for none. */
  readonly expect: OptionFile | null;
  readonly filters: CheckedFilters;
  /** The longest time that the VM runs between two stops of one event whose cause no line tells. */
  readonly gap: Micros;
  readonly sort: SortKey;
  /** IANA name of the zone of dates and times that name none, in which people are shown times too. */
  readonly zone: string;
  readonly limits: Limits;
  /** What is doubtful about the settings themselves, for the report to tell. */
  readonly remarks: readonly Diagnostic[];
}

/** How guest logs are found and timed. */
export interface GuestSettings {
  /** Files and folders in which every text is read as a guest log. */
  readonly paths: readonly string[];
  /** IANA name of the zone of their clocks, for times that name none; null where nobody said. */
  readonly zone: string | null;
  /** What is added to their times so that they agree with the hosts'; null where nobody said. */
  readonly offset: Micros | null;
}

/** A file that an option names and that is not read yet; `label` is what messages call the option. */
export interface OptionFile {
  readonly label: string;
  readonly path: string;
}

/** A list of inputs that should be there, and its file. */
export interface ExpectedInputs {
  readonly path: string;
  readonly inputs: readonly string[];
}

/** The VMs whose names match a glob have this role. */
export interface RoleGlob {
  readonly role: Role;
  readonly glob: string;
}

/** The VMs whose names match a glob have this QoS timeout. */
export interface QosGlob {
  readonly glob: string;
  readonly qosUs: Micros;
}

/** How much of one input that the user named is taken in before it is held for a trap. */
export interface Limits {
  /** Containers within containers that are looked into. */
  readonly depth: number;
  /** Members of archives and files of folders. */
  readonly members: number;
  readonly logs: number;
  /** Bytes that its containers unpack to. */
  readonly bytes: number;
  /** Bytes of fragments that are kept because they came before their turn. */
  readonly held: number;
}

/** The filters as given and as they are applied; null where one was not given. */
export interface CheckedFilters {
  readonly given: Filters;
  readonly vm: readonly string[] | null;
  /** The window of time that is asked for, both ends included. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly min: Micros | null;
  readonly cause: readonly Cause[] | null;
}
