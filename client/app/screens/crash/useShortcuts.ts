import { useEffect } from 'preact/hooks';
import { shortcutsOn } from '../../store/shortcuts.ts';
import type { TableController } from './tableController.ts';

/** Single keys of a table (B, C, H, D). Off while typing, with a modifier held, or when turned off. */
export function useShortcuts(controller: TableController): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest?.('input, textarea, select, dialog');
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (!shortcutsOn.value || typing || modified || event.repeat) return;
      const act = {
        KeyB: () => controller.toggleBet(),
        KeyC: () => controller.cashOut(),
        KeyH: () => controller.adjustStake('half'),
        KeyD: () => controller.adjustStake('double'),
      }[event.code];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [controller]);
}
