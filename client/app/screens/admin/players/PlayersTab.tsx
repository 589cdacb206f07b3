import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Role } from '../../../../../domain/identity/port.ts';
import type { AdminPlayer } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { Check } from '../../../ui/Check.tsx';
import { PagedList } from '../../history/PagedList.tsx';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import { admin } from '../operator.ts';
import { When } from '../When.tsx';
import { bannedText, isBanned, ROLES } from './playerText.ts';

const SEARCH_AFTER_MS = 300;
const NO_PROBLEMS = {};

export function PlayersTab() {
  const search = useSignal('');
  const role = useSignal<Role | ''>('');
  const banned = useSignal(false);
  const wanted = useSettled(search.value.trim());
  const query = {
    ...(wanted ? { search: wanted } : {}),
    ...(role.value ? { role: role.value } : {}),
    ...(banned.value ? { banned: true as const } : {}),
  };
  return (
    <>
      <h1>{t('admin.tab.players')}</h1>
      <div class="admin-filters">
        <TextField
          name="search"
          type="search"
          label={t('admin.players.search')}
          value={search}
          problems={NO_PROBLEMS}
        />
        <ChoiceField
          name="role"
          label={t('admin.players.role')}
          value={role}
          choices={[
            { value: '', label: t('admin.all') },
            ...ROLES.map((value) => ({ value, label: t(`admin.role.${value}`) })),
          ]}
          problems={NO_PROBLEMS}
        />
        <Check name="banned" label={t('admin.players.bannedOnly')} checked={banned} />
      </div>
      <section class="panel history">
        <PagedList
          staff
          key={JSON.stringify(query)}
          none={t('admin.players.none')}
          load={(cursor) => admin.players({ ...query, cursor, limit: 50 })}
          show={(items) => <PlayerTable players={items} />}
        />
      </section>
    </>
  );
}

function PlayerTable({ players }: { players: readonly AdminPlayer[] }) {
  return (
    <table class="table cards" data-testid="players">
      <thead>
        <tr>
          <th>{t('admin.player')}</th>
          <th>{t('admin.players.role')}</th>
          <th>{t('admin.players.rank')}</th>
          <th>{t('admin.players.state')}</th>
          <th>{t('admin.players.since')}</th>
        </tr>
      </thead>
      <tbody>
        {players.map((player) => (
          <tr key={player.id}>
            <td class="what">
              <a href={`/admin/players/${player.id}`}>{player.nickname}</a>
              {player.bot && <span class="admin-tag">{t('monitor.bot')}</span>}
            </td>
            <td data-label={t('admin.players.role')}>{t(`admin.role.${player.role}`)}</td>
            <td data-label={t('admin.players.rank')}>{t(`admin.rank.${player.rank}`)}</td>
            <td data-label={t('admin.players.state')}>
              {isBanned(player) ? (
                <span class="bad" title={player.banReason ?? ''}>
                  {bannedText(player.bannedUntilMs!)}
                </span>
              ) : (
                t('admin.players.free')
              )}
            </td>
            <td class="when">
              <When atMs={player.createdAtMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const settled = useSignal(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      settled.value = text;
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled.value;
}
