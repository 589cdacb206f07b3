import { useEffect } from 'preact/hooks';
import { shortcutsOn } from '../../store/shortcuts.ts';

/** The space bar acts, unless the focus is on something that it means something to. */
export function useSpaceBar(act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const taken = (event.target as Element).closest?.(
        'input, textarea, select, button, a, summary, dialog',
      );
      if (event.code !== 'Space' || event.repeat || taken || !shortcutsOn.value) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [act]);
}
