import { describe, expect, it } from 'vitest';
import {
  type ActionName,
  type Effects,
  type Event,
  events,
  type State,
  StateMachine,
  states,
  transitions,
} from './state-machine.ts';

/**
 * PS3.8 Table 9-10 as it is printed, typed in separately from the code: one row per event, columns Sta1 to Sta13,
 * a dash where the standard has no entry.
 */
const printed = `
Evt1   AE-1 -    -    -    -    -    -    -    -    -     -    -    -
Evt2   -    -    -    AE-2 -    -    -    -    -    -     -    -    -
Evt3   -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt4   -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt5   AE-5 -    -    -    -    -    -    -    -    -     -    -    -
Evt6   -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
Evt7   -    -    AE-7 -    -    -    -    -    -    -     -    -    -
Evt8   -    -    AE-8 -    -    -    -    -    -    -     -    -    -
Evt9   -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -
Evt10  -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt11  -    -    -    -    -    AR-1 -    -    -    -     -    -    -
Evt12  -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt13  -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
Evt14  -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -
Evt15  -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -
Evt16  -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
Evt17  -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
Evt18  -    AA-2 -    -    -    -    -    -    -    -     -    -    AA-2
Evt19  -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`;

/** The state after each action, Tables 9-6 to 9-9. AR-8 depends on the side. */
const after: Record<ActionName, State> = {
  'AE-1': 'Sta4',
  'AE-2': 'Sta5',
  'AE-3': 'Sta6',
  'AE-4': 'Sta1',
  'AE-5': 'Sta2',
  'AE-6': 'Sta3',
  'AE-7': 'Sta6',
  'AE-8': 'Sta13',
  'DT-1': 'Sta6',
  'DT-2': 'Sta6',
  'AR-1': 'Sta7',
  'AR-2': 'Sta8',
  'AR-3': 'Sta1',
  'AR-4': 'Sta13',
  'AR-5': 'Sta1',
  'AR-6': 'Sta7',
  'AR-7': 'Sta8',
  'AR-8': 'Sta9',
  'AR-9': 'Sta11',
  'AR-10': 'Sta12',
  'AA-1': 'Sta13',
  'AA-2': 'Sta1',
  'AA-3': 'Sta1',
  'AA-4': 'Sta1',
  'AA-5': 'Sta1',
  'AA-6': 'Sta13',
  'AA-7': 'Sta13',
  'AA-8': 'Sta13',
};

/** Events that lead a requestor from Sta1 to each state (Sta10 and Sta12: an acceptor). */
const ways: Record<State, readonly Event[]> = {
  Sta1: [],
  Sta2: ['Evt5'],
  Sta3: ['Evt5', 'Evt6'],
  Sta4: ['Evt1'],
  Sta5: ['Evt1', 'Evt2'],
  Sta6: ['Evt1', 'Evt2', 'Evt3'],
  Sta7: ['Evt1', 'Evt2', 'Evt3', 'Evt11'],
  Sta8: ['Evt1', 'Evt2', 'Evt3', 'Evt12'],
  Sta9: ['Evt1', 'Evt2', 'Evt3', 'Evt11', 'Evt12'],
  Sta10: ['Evt5', 'Evt6', 'Evt7', 'Evt11', 'Evt12'],
  Sta11: ['Evt1', 'Evt2', 'Evt3', 'Evt11', 'Evt12', 'Evt14'],
  Sta12: ['Evt5', 'Evt6', 'Evt7', 'Evt11', 'Evt12', 'Evt13'],
  Sta13: ['Evt1', 'Evt2', 'Evt3', 'Evt12', 'Evt14'],
};

const cells = printed
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [event, ...row] = line.split(/\s+/);
    return row.map((action, i) => [event as Event, states[i]!.name, action as ActionName | '-'] as const);
  });

function recorder(isRequestor: boolean): { effects: Effects; calls: string[] } {
  const calls: string[] = [];
  const note = (name: string) => (argument?: unknown) => {
    const type = (argument as { type?: string } | undefined)?.type;
    calls.push(type ? `${name} ${type}` : name);
  };
  const effects: Effects = {
    isRequestor,
    openTransport: note('open'),
    send: note('send'),
    closeTransport: note('close'),
    endTransport: note('end'),
    startArtim: note('start ARTIM'),
    stopArtim: note('stop ARTIM'),
    indicate: note('indicate'),
    indicateProviderAbort: () => calls.push('provider abort'),
  };
  return { effects, calls };
}

function machineIn(state: State): { machine: StateMachine; effects: Effects; calls: string[] } {
  const { effects, calls } = recorder(state !== 'Sta10' && state !== 'Sta12');
  const machine = new StateMachine();
  for (const event of ways[state]) machine.fire(event, effects);
  calls.length = 0;
  return { machine, effects, calls };
}

describe('the upper layer state machine', () => {
  it('covers every event and state', () => {
    expect(cells).toHaveLength(events.length * states.length);
  });

  it.each(cells)('%s in %s: %s', (event, state, action) => {
    const { machine, effects, calls } = machineIn(state);
    expect(machine.state).toBe(state);
    expect(transitions[event][state] ?? '-').toBe(action);
    expect(machine.fire(event, effects)).toBe(action !== '-');
    if (action === '-') expect([machine.state, calls]).toEqual([state, []]);
    else if (action === 'AR-8') expect(machine.state).toBe(effects.isRequestor ? 'Sta9' : 'Sta10');
    else expect(machine.state).toBe(after[action]);
  });

  const effectsOf: [State, Event, string[]][] = [
    ['Sta2', 'Evt6', ['stop ARTIM', 'indicate']],
    ['Sta2', 'Evt18', ['stop ARTIM', 'close']],
    ['Sta6', 'Evt19', ['send A-ABORT', 'provider abort', 'end', 'start ARTIM']],
    ['Sta6', 'Evt15', ['send A-ABORT', 'end', 'start ARTIM']],
    ['Sta6', 'Evt16', ['indicate', 'close']],
    ['Sta6', 'Evt17', ['provider abort']],
    ['Sta6', 'Evt11', ['send A-RELEASE-RQ']],
    ['Sta8', 'Evt14', ['send A-RELEASE-RP', 'start ARTIM']],
    ['Sta9', 'Evt14', ['send A-RELEASE-RP']],
    ['Sta13', 'Evt17', ['stop ARTIM']],
    ['Sta13', 'Evt10', []],
  ];
  it.each(effectsOf)('in %s does on %s: %j', (state, event, expected) => {
    const { machine, effects, calls } = machineIn(state);
    machine.fire(event, effects);
    expect(calls).toEqual(expected);
  });
});
