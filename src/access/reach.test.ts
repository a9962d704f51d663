import { describe, expect, it } from 'vitest';
import {
  type Caller,
  callerFor,
  everything,
  type GrantTerms,
  nothing,
  type Scope,
} from '../contract/index.ts';
import { callerOf, intersectionOf, limitedTo } from './reach.ts';

const study = (studyInstanceUid: string): GrantTerms['scope'] => ({
  kind: 'rules',
  rules: [{ studyInstanceUid }],
});
const now = '2026-05-01T00:00:00.000Z';

function caller(...grants: Partial<GrantTerms>[]): Caller {
  const whole = grants.map(
    (grant) => ({ rights: [], scope: everything, expiresAt: null, ...grant }) as GrantTerms,
  );
  return callerOf({ kind: 'user', name: 'ada' }, '127.0.0.1', whole, now);
}

describe('grants together', () => {
  it('let each right reach what its own grants cover, and no more', () => {
    const ada = caller({ rights: ['find', 'view'], scope: study('1.2') }, { rights: ['store'] });
    expect(callerFor(ada, 'store').scope).toEqual(everything);
    expect(callerFor(ada, 'find').scope).toEqual(study('1.2'));
    // Whoever does not say which right is meant gets what all of them cover.
    expect(ada.scope).toEqual(nothing);
  });

  it('add up', () => {
    const ada = caller({ rights: ['find'], scope: study('1') }, { rights: ['find'], scope: study('2') });
    expect(callerFor(ada, 'find').scope).toMatchObject({
      rules: [{ studyInstanceUid: '1' }, { studyInstanceUid: '2' }],
    });
  });

  it('count until they expire', () => {
    const ada = caller(
      { rights: ['find'], expiresAt: now },
      { rights: ['view'], expiresAt: '2026-05-01T00:00:01Z' },
    );
    expect([...ada.rights]).toEqual(['view']);
    expect(() => callerFor(ada, 'find')).toThrow('may not do this: find');
  });

  it('administer everything or nothing', () => {
    const ada = caller({ rights: ['administer', 'find'], scope: study('1') });
    expect(() => callerFor(ada, 'administer')).toThrow('may not do this');
    expect(() => callerFor(ada, 'find', true)).toThrow('may not do this');
  });
});

describe('a token of a person', () => {
  it('reaches no further than its owner', () => {
    const owner = caller({ rights: ['find', 'view'], scope: study('1') });
    const token = limitedTo(caller({ rights: ['find', 'store'] }), owner);
    expect([...token.rights]).toEqual(['find']);
    expect(callerFor(token, 'find').scope).toEqual(study('1'));
    expect(() => callerFor(token, 'store')).toThrow('may not do this');
  });

  it('loses what its owner loses', () => {
    const token = limitedTo(caller({ rights: ['find'] }), caller());
    expect(() => callerFor(token, 'find')).toThrow('may not do this');
  });
});

it('scopes have in common the rules that both have, and what only the catalog can say', () => {
  expect(intersectionOf(everything, study('1'))).toEqual(study('1'));
  expect(intersectionOf(study('1'), study('1'))).toEqual(study('1'));
  expect(intersectionOf(study('1'), study('2'))).toEqual(nothing);
  expect(intersectionOf(nothing, everything)).toEqual(nothing);
  const lab: Scope = { kind: 'rules', rules: [{ collection: 'lab' }] };
  const both = { kind: 'all-of', scopes: [lab, study('1')] };
  expect(intersectionOf(lab, study('1'))).toEqual(both);
  expect(intersectionOf({ kind: 'rules', rules: [...lab.rules, { label: 'x' }] }, lab)).toEqual(lab);
  expect(intersectionOf(intersectionOf(lab, study('1')), everything)).toEqual(both);
});
