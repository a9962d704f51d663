import type { ErrorParams } from '../../../src/contract/index.ts';
import { day, moment } from './dates.ts';

const asMoment = (value: string): string => (Number.isNaN(Date.parse(value)) ? value : moment(value));

/** What the registers of the contract say of the names of their fillings: days and moments come in ISO 8601. */
const ways: Readonly<Record<string, (value: string) => string>> = {
  ...{ at: asMoment, until: asMoment, day, run: day },
};

/** What is filled into a text of a register, as who reads it writes it. */
export const fillings = (params: ErrorParams): ErrorParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? (ways[name]?.(value) ?? value) : value,
    ]),
  );
