import { describe, expect, it } from 'vitest';
import { regionsOf } from './regions.ts';

describe('regions of a body', () => {
  it.each([
    [['KNEE'], '', ['knee']],
    [['L SPINE', 'PELVIS'], '', ['spine', 'pelvis']],
    [['ABDOMEN_PELVIS'], 'CT Thorax', ['abdomen', 'pelvis']],
    [['head_neck'], '', ['head', 'neck']],
    [[], 'MRT Schädel nativ', ['head']],
    [[], 'Röntgen Thorax', ['chest']],
    [[], 'Sprunggelenk links', ['foot']],
    [[], 'Echokardiographie', ['chest']],
    [['SOMETHING'], 'MRI of the left knee', ['knee']],
    [['WHOLEBODY'], 'PET/CT', []],
    [[], '', []],
  ] as const)('of %j and "%s" are %j', (bodyParts, description, found) => {
    expect(regionsOf({ bodyParts: [...bodyParts], description })).toEqual(found);
  });
});
