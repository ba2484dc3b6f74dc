import { guestLikelihood } from '../guests/recognise.js';
import { isInventoryFile } from '../inventory/index.js';
import type { Recognisers } from '../sources/place.js';
import { beginsRecords } from './records/recognise.js';

/** What recognises the files that are read besides a VM's logs. */
export const RECOGNISERS: Recognisers = { isInventoryFile, guestLikelihood, beginsRecords };
