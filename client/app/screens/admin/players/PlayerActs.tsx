import { signal } from '@preact/signals';
import type { Rank, Role } from '../../../../../domain/identity/port.ts';
import type { AdminPlayer, BroadcastLevel } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { ask } from '../act/ActDialog.tsx';
import { ChoiceField, TextField } from '../act/Controls.tsx';
import { LEVELS } from '../broadcasts/levels.ts';
import { grantAct } from '../grants/grantAct.tsx';
import { admin } from '../operator.ts';
import { allowed } from '../standing.ts';
import { banAct, unbanAct } from './banAct.tsx';
import { isBanned, RANKS, ROLES } from './playerText.ts';

const TEXT_MOST = 2_000;

interface ActProps {
  player: AdminPlayer;
  again(): void;
}

/** What this operator may do about a player. */
export function PlayerActs({ player, again }: ActProps) {
  return (
    <div class="admin-acts">
      {allowed('banForADay') &&
        (isBanned(player) ? (
          <button
            type="button"
            class="button small"
            data-act="unban"
            onClick={() => ask(unbanAct(player, again))}
          >
            {t('admin.ban.lift')}
          </button>
        ) : (
          <button
            type="button"
            class="button small danger"
            data-act="ban"
            onClick={() => ask(banAct(player, again))}
          >
            {t('admin.ban.set')}
          </button>
        ))}
      {allowed('sendNotices') && (
        <button type="button" class="button small" data-act="notice" onClick={() => askNotice(player)}>
          {t('admin.notice.title')}
        </button>
      )}
      {allowed('makeGrants') && (
        <button
          type="button"
          class="button small"
          data-act="grant"
          onClick={() => ask(grantAct(player, again))}
        >
          {t('admin.grant.title')}
        </button>
      )}
      {allowed('setRanks') && (
        <button type="button" class="button small" data-act="rank" onClick={() => askRank({ player, again })}>
          {t('admin.rankAct.title')}
        </button>
      )}
      {allowed('setRoles') && (
        <button type="button" class="button small" data-act="role" onClick={() => askRole({ player, again })}>
          {t('admin.roleAct.title')}
        </button>
      )}
      {allowed('seeAudit') && (
        <a class="button small" href={`/admin/audit/${player.id}`}>
          {t('admin.tab.audit')}
        </a>
      )}
    </div>
  );
}

function askNotice({ id, nickname }: AdminPlayer): void {
  const text = signal('');
  const level = signal<BroadcastLevel>('info');
  const key = crypto.randomUUID();
  ask({
    title: t('admin.notice.title'),
    what: t('admin.notice.what', { nickname }),
    confirm: t('admin.notice.send'),
    reason: false,
    fieldNames: ['text', 'level'],
    fields: (problems) => (
      <>
        <TextField
          name="text"
          label={t('admin.text')}
          value={text}
          problems={problems}
          lines={3}
          most={TEXT_MOST}
        />
        <ChoiceField
          name="level"
          label={t('admin.level')}
          value={level}
          choices={LEVELS.map((value) => ({ value, label: t(`admin.level.${value}`) }))}
          problems={problems}
        />
      </>
    ),
    check: () => (text.value.trim() === '' ? { text: t('admin.problem.text') } : {}),
    run: () => admin.notice({ playerId: id, text: text.value.trim(), level: level.value, key }),
    done: t('admin.notice.done', { nickname }),
  });
}

function askRank({ player, again }: ActProps): void {
  const { id, nickname } = player;
  const rank = signal<Rank>(player.rank);
  ask({
    title: t('admin.rankAct.title'),
    what: t('admin.rankAct.what', { nickname }),
    confirm: t('admin.rankAct.set'),
    fieldNames: ['rank'],
    fields: (problems) => (
      <ChoiceField
        name="rank"
        label={t('admin.players.rank')}
        value={rank}
        choices={RANKS.map((value) => ({ value, label: t(`admin.rank.${value}`) }))}
        problems={problems}
      />
    ),
    run: (reason) => admin.setRank(id, rank.value, reason),
    done: t('admin.rankAct.done', { nickname }),
    after: again,
  });
}

function askRole({ player, again }: ActProps): void {
  const { id, nickname } = player;
  const role = signal<Role>(player.role);
  ask({
    title: t('admin.roleAct.title'),
    what: t('admin.roleAct.what', { nickname }),
    confirm: t('admin.roleAct.set'),
    danger: true,
    fieldNames: ['role'],
    fields: (problems) => (
      <ChoiceField
        name="role"
        label={t('admin.players.role')}
        value={role}
        choices={ROLES.map((value) => ({ value, label: t(`admin.role.${value}`) }))}
        problems={problems}
      />
    ),
    run: (reason) => admin.setRole(id, role.value, reason),
    done: t('admin.roleAct.done', { nickname }),
    after: again,
  });
}
