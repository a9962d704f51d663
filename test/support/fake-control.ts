/** A ControlApi whose operations are those given; any other call fails the test that made it. */
import type { ControlApi } from '../../src/contract/index.ts';

export function fakeControl(operations: Partial<ControlApi>): ControlApi {
  return new Proxy(operations, {
    get(target, name) {
      const operation = Reflect.get(target, name);
      if (operation) return operation;
      throw new Error(`the test did not expect a call of ${String(name)}`);
    },
  }) as ControlApi;
}
