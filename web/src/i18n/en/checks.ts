import {
  type CheckName,
  checkNames,
  type FindingCode,
  findingRegister,
} from '../../../../src/contract/index.ts';

type Hint = `${FindingCode}_hint`;

/** What the server looks at and finds: it says it in English itself. What it fills in stands in braces. */
export const checks = {
  ...checkNames,
  ...Object.fromEntries(
    Object.entries(findingRegister).flatMap(([finding, { message, hint }]) => [
      [finding, message],
      [`${finding}_hint`, hint],
    ]),
  ),
} as Readonly<Record<CheckName | FindingCode | Hint, string>>;
