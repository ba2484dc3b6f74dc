// Own code: Intl and the libraries of dates read no abbreviations, for most stand for several zones.
import type { GuestZone } from '../model/guest.js';

/** Minutes ahead of UTC that an abbreviation means in every zone that uses it today (IANA time zone database, 2025b). */
const MINUTES: Readonly<Record<string, number>> = {
  UTC: 0,
  UCT: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  WAT: 60,
  CAT: 120,
  SAST: 120,
  EAT: 180,
  IDT: 180,
  PKT: 300,
  WIB: 420,
  WITA: 480,
  WIT: 540,
  HKT: 480,
  JST: 540,
  KST: 540,
  AWST: 480,
  ACST: 570,
  ACDT: 630,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  NST: -210,
  NDT: -150,
  AST: -240,
  ADT: -180,
  EST: -300,
  EDT: -240,
  MST: -420,
  MDT: -360,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  HDT: -540,
};

const NUMBER = /^([+-])(\d\d)(?::?(\d\d))?$/;

/** What `date` prints for a zone: an abbreviation of upper-case letters, or hours and minutes ahead of UTC. */
export const ZONE = /^(?:[A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)$/;

/** Reads a zone as `ZONE` matches it. CST, IST and PST stand for several zones, and so for none. */
export function zoneOf(text: string): GuestZone {
  const [, sign, hours = '', minutes = '0'] = NUMBER.exec(text) ?? [];
  if (sign !== undefined) return ahead((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
  const known = MINUTES[text];
  return known === undefined ? { kind: 'abbreviation', text } : ahead(known);
}

function ahead(minutes: number): GuestZone {
  return { kind: 'offset', aheadUs: minutes * 60_000_000 };
}
