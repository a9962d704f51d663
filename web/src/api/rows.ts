/** The rows that a find answers, and what is in them. */
import type { FindRow } from '../../../src/contract/index.ts';

/** All values of an element as one text; empty where there is none. */
export function textOf(row: FindRow, keyword: string): string {
  return valuesOf(row, keyword).join(', ');
}

export function valuesOf(row: FindRow, keyword: string): string[] {
  const value = row[keyword];
  return value === undefined || value === null ? [] : [value].flat().map(String);
}

/** 0 where there is none. */
export function numberOf(row: FindRow, keyword: string): number {
  return Number(valuesOf(row, keyword)[0] ?? 0) || 0;
}
