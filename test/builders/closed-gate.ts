import type { Gate } from '../../core/egress/gate.ts';

/** For engines that connect nowhere: the test runner's own process keeps its sockets. */
export const closedGate: Gate = {
  allow: () => undefined,
  forbid: () => undefined,
  connections: () => [],
  onEntry: () => () => undefined,
};
