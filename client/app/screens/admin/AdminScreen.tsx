import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n.ts';
import { loadOdds } from '../../store/odds.ts';
import { fair, player } from '../../store/player.ts';
import { useTitle } from '../../ui/useTitle.ts';
import { ActDialog } from './act/ActDialog.tsx';
import { AuditTab } from './audit/AuditTab.tsx';
import { BannersTab } from './banners/BannersTab.tsx';
import { BroadcastsTab } from './broadcasts/BroadcastsTab.tsx';
import { FeedTab } from './feed/FeedTab.tsx';
import { attend } from './feed/liveFeed.ts';
import { GrantsTab } from './grants/GrantsTab.tsx';
import { OverviewTab } from './overview/OverviewTab.tsx';
import { PlayerPage } from './players/PlayerPage.tsx';
import { PlayersTab } from './players/PlayersTab.tsx';
import { QueueTab } from './queue/QueueTab.tsx';
import { RoundPage } from './rounds/RoundPage.tsx';
import { RoundsTab } from './rounds/RoundsTab.tsx';
import { SignIn } from './SignIn.tsx';
import { isStaff } from './standing.ts';
import { TablesTab } from './tables/TablesTab.tsx';
import { allowedTabs, type Tab } from './tabs.ts';
import '../../i18n/adminMessages.ts';
import '../../i18n/monitorMessages.ts';
import '../history/history.css';
import './admin.css';
import './adminLists.css';

/** The operators' console. Everything here is asked for with the operator's own token; the server decides. */
export default function AdminScreen({ tab, rest }: { tab: string | null; rest: string[] }) {
  useTitle(t('admin.title'));
  if (!player.value) {
    return (
      <div class="page narrow">
        <SignIn />
      </div>
    );
  }
  if (!isStaff.value) return <NotStaff />;
  return <Console tab={tab} rest={rest} />;
}

function NotStaff() {
  return (
    <div class="page narrow">
      <section class="panel admin-sign-in" data-testid="not-staff">
        <h1>{t('admin.title')}</h1>
        <p>{t('admin.notStaff', { nickname: player.value?.nickname ?? '' })}</p>
        <button type="button" class="button" onClick={() => void fair.logout()}>
          {t('admin.signInOther')}
        </button>
      </section>
    </div>
  );
}

function Console({ tab, rest }: { tab: string | null; rest: string[] }) {
  const id = player.value?.id;
  useEffect(() => {
    void loadOdds();
    return attend();
  }, [id]);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = () => showOpenTab(nav.current!);
    show();
    // A turned tablet makes a strip of what was a column.
    addEventListener('resize', show);
    return () => removeEventListener('resize', show);
  }, [tab]);
  const tabs = allowedTabs();
  const shown = tabs.find((each) => each === tab) ?? (tab === null ? 'overview' : null);
  return (
    <div class="page admin">
      <nav ref={nav} class="admin-tabs" aria-label={t('admin.title')}>
        {tabs.map((each) => (
          <a
            key={each}
            class="tab"
            href={`/admin/${each}`}
            data-tab={each}
            aria-current={each === shown ? 'page' : undefined}
          >
            {t(`admin.tab.${each}`)}
          </a>
        ))}
      </nav>
      <div class="admin-page" data-testid={`admin-${shown}`}>
        {shown === null ? <p class="empty">{t('app.notFound')}</p> : <Page tab={shown} rest={rest} />}
      </div>
      <ActDialog />
    </div>
  );
}

/**
 * In a narrow window the tabs are a strip: the one that is open must be seen. Only the strip is moved, and at once:
 * a phone resizes its window whenever its bars go, and the page must stay where it is then.
 */
function showOpenTab(nav: HTMLElement): void {
  const open = nav.querySelector('[aria-current]')?.getBoundingClientRect();
  if (!open) return;
  const strip = nav.getBoundingClientRect();
  nav.scrollLeft += open.left + open.width / 2 - (strip.left + strip.width / 2);
}

function Page({ tab, rest }: { tab: Tab; rest: string[] }) {
  const [first, second] = rest;
  switch (tab) {
    case 'overview':
      return <OverviewTab />;
    case 'feed':
      return <FeedTab />;
    case 'players':
      return first ? <PlayerPage key={first} playerId={first} /> : <PlayersTab />;
    case 'broadcasts':
      return <BroadcastsTab />;
    case 'grants':
      return <GrantsTab />;
    case 'tables':
      return <TablesTab />;
    case 'rounds':
      return first && second ? <RoundPage table={first} game={Number(second)} /> : <RoundsTab />;
    case 'banners':
      return <BannersTab />;
    case 'queue':
      return <QueueTab />;
    case 'audit':
      return <AuditTab key={first} of={first ?? null} />;
  }
}
