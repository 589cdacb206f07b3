import type { BroadcastLevel } from '../../../../sdk/index.ts';

export const LEVELS: readonly BroadcastLevel[] = ['info', 'warning', 'critical'];
