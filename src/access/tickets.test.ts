import { expect, it } from 'vitest';
import { Tickets } from './tickets.ts';

const open = () => new Tickets<string>({ lifetimeMs: 1_000, total: 5, perAddress: 2 });

it('stand for what they were issued for, once and for their time', () => {
  const tickets = open();
  const secret = tickets.issue('ada', '10.0.0.1', 0);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(tickets.look(secret, 999)).toBe('ada');
  expect(tickets.look(secret, 1_000)).toBeUndefined();
  expect(tickets.take(secret, 999)).toBe('ada');
  expect(tickets.take(secret, 999)).toBeUndefined();
  expect(tickets.take('A'.repeat(43), 0)).toBeUndefined();
});

it('from one address push out only their own', () => {
  const tickets = open();
  const other = tickets.issue('other', '10.0.0.2', 0);
  const own = [1, 2, 3].map((value) => tickets.issue(String(value), '10.0.0.1', value));
  expect(own.map((secret) => tickets.look(secret, 10))).toEqual([undefined, '2', '3']);
  expect(tickets.look(other, 10)).toBe('other');
});

it('are never more than the limit', () => {
  const tickets = open();
  const secrets = Array.from({ length: 9 }, (_, i) => tickets.issue(String(i), `10.0.0.${i}`, 0));
  expect(secrets.filter((secret) => tickets.look(secret, 0) !== undefined)).toHaveLength(5);
});
