/** (0000,0100), PS3.7 Table E.1-1. A response has bit 15 set. */
export const commandFields = {
  cStore: 0x0001,
  cGet: 0x0010,
  cFind: 0x0020,
  cMove: 0x0021,
  cEcho: 0x0030,
  nEventReport: 0x0100,
  nAction: 0x0130,
  cCancel: 0x0fff,
} as const;

export const RESPONSE_BIT = 0x8000;

/** (0000,0700): we never ask for more than the others get. */
export const mediumPriority = 0;
