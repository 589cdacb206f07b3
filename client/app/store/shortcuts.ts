import { signal } from '@preact/signals';
import { readSetting, writeSetting } from './settings.ts';

/** Whether single keys act at a table: on, unless the player turned them off. */
export const shortcutsOn = signal(readSetting('shortcuts') !== 'off');

export function turnShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  writeSetting('shortcuts', on ? 'on' : 'off');
}
