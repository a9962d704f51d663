import { describe, expect, it } from 'vitest';
import { newGrant, termsOf } from './grant-fields.ts';

describe('the terms of a grant', () => {
  it('are those of a role on everything, for good', () => {
    expect(termsOf(newGrant)).toEqual({
      rights: ['find', 'view', 'download'],
      scope: { kind: 'everything' },
      expiresAt: null,
    });
  });

  it('reach what is named, until the end of a day', () => {
    const terms = termsOf({
      ...newGrant,
      ...{
        role: 'chosen',
        chosen: ['find'],
        reach: 'label',
        value: ' trial ',
        labelValue: 'knee',
        until: '2031-05-16',
      },
    });
    expect(terms).toMatchObject({
      rights: ['find'],
      scope: { kind: 'rules', rules: [{ label: 'trial', value: 'knee' }] },
    });
    expect(new Date(terms?.expiresAt ?? '').getDate()).toBe(16);
  });

  it('are not there while something is missing', () => {
    expect(termsOf({ ...newGrant, role: 'chosen' })).toBeUndefined();
    expect(termsOf({ ...newGrant, reach: 'collection', value: ' ' })).toBeUndefined();
  });
});
