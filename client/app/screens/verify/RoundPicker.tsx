import { t, tableName } from '../../i18n/i18n.ts';
import { navigate } from '../../router.ts';
import { tables } from '../../store/player.ts';
import { Icon } from '../../ui/Icon.tsx';

interface RoundPickerProps {
  table: string;
  game: number | null;
  latestGame: number | null;
}

export function RoundPicker({ table, game, latestGame }: RoundPickerProps) {
  const names = new Set([...(tables.value ?? []).map((listed) => listed.table), table]);
  const show = (shownTable: string, shownGame: number | null) =>
    navigate(`/verify/${encodeURIComponent(shownTable)}${shownGame ? `/${shownGame}` : ''}`);
  const onSubmit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const typed = Number(new FormData(event.currentTarget).get('game'));
    if (Number.isSafeInteger(typed) && typed > 0) show(table, typed);
  };
  return (
    <form class="panel picker" onSubmit={onSubmit}>
      <label class="field">
        <span class="field-label">{t('verify.table')}</span>
        <select class="input" value={table} onChange={(event) => show(event.currentTarget.value, null)}>
          {[...names].map((name) => (
            <option key={name} value={name}>
              {tableName(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">{t('verify.game')}</span>
        <input
          class="input"
          name="game"
          type="number"
          min="1"
          step="1"
          required
          inputMode="numeric"
          key={`${table} ${game}`}
          defaultValue={game ?? ''}
        />
      </label>
      <div class="picker-buttons">
        <button type="submit" class="button primary">
          {t('verify.go')}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t('verify.previous')}
          disabled={game === null || game <= 1}
          onClick={() => show(table, game! - 1)}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t('verify.next')}
          disabled={game === null || latestGame === null || game >= latestGame}
          onClick={() => show(table, game! + 1)}
        >
          <Icon name="forward" />
        </button>
        <button type="button" class="button" onClick={() => show(table, null)}>
          {t('verify.latest')}
        </button>
      </div>
    </form>
  );
}
