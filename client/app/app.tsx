import { t } from './i18n/i18n.ts';
import { followLink, type Route, route } from './router.ts';
import { seatTurn } from './store/player.ts';
import { AgeDialog } from './ui/AgeDialog.tsx';
import { Announcements } from './ui/Announcements.tsx';
import { Banned } from './ui/Banned.tsx';
import { Header } from './ui/Header.tsx';
import { lazyScreen } from './ui/lazyScreen.tsx';
import { Navigation } from './ui/Navigation.tsx';
import { Nowhere } from './ui/Nowhere.tsx';
import { RealityCheckDialog } from './ui/RealityCheckDialog.tsx';
import { StartDialog } from './ui/StartDialog.tsx';
import { Toasts } from './ui/Toasts.tsx';
import { useTitle } from './ui/useTitle.ts';

const LobbyScreen = lazyScreen(() => import('./screens/lobby/LobbyScreen.tsx'));
const CrashScreen = lazyScreen(() => import('./screens/crash/CrashScreen.tsx'));
const VerifyScreen = lazyScreen(() => import('./screens/verify/VerifyScreen.tsx'));
const PlayedScreen = lazyScreen(() => import('./screens/verify/PlayedScreen.tsx'));
const SlotsScreen = lazyScreen(() => import('./screens/slots/SlotsScreen.tsx'));
const GachaScreen = lazyScreen(() => import('./screens/gacha/GachaScreen.tsx'));
const RpsScreen = lazyScreen(() => import('./screens/rps/RpsScreen.tsx'));
const MatchScreen = lazyScreen(() => import('./screens/rps/MatchScreen.tsx'));
const OddsScreen = lazyScreen(() => import('./screens/odds/OddsScreen.tsx'));
const GameScreen = lazyScreen(() => import('./screens/history/GameScreen.tsx'));
const HistoryScreen = lazyScreen(() => import('./screens/history/HistoryScreen.tsx'));
const BacktestScreen = lazyScreen(() => import('./screens/backtest/BacktestScreen.tsx'));
const RunScreen = lazyScreen(() => import('./screens/backtest/run/RunScreen.tsx'));
const CompareScreen = lazyScreen(() => import('./screens/backtest/CompareScreen.tsx'));
const LeaderboardScreen = lazyScreen(() => import('./screens/backtest/board/LeaderboardScreen.tsx'));
const MonitorScreen = lazyScreen(() => import('./screens/monitor/MonitorScreen.tsx'));
const AccountScreen = lazyScreen(() => import('./screens/account/AccountScreen.tsx'));
const AdminScreen = lazyScreen(() => import('./screens/admin/AdminScreen.tsx'));
const AboutScreen = lazyScreen(() => import('./screens/about/AboutScreen.tsx'));

export function App() {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches clicks on links, which have their own roles
    // biome-ignore lint/a11y/useKeyWithClickEvents: links turn Enter into a click by themselves
    <div class="shell" onClick={followLink}>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <Header />
      <Announcements />
      <Banned />
      <main id="main" tabIndex={-1}>
        <Screen key={seatTurn.value} route={route.value} />
      </main>
      <Navigation placement="bottom" />
      <Toasts />
      <StartDialog />
      <AgeDialog />
      <RealityCheckDialog />
    </div>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'lobby':
      return <LobbyScreen />;
    case 'crash':
      return <CrashScreen table={route.table} key={route.table} />;
    case 'verify':
      return <VerifyScreen table={route.table} game={route.game} />;
    case 'played':
      return <PlayedScreen gameId={route.gameId} />;
    case 'slots':
      return <SlotsScreen machine={route.machine} key={route.machine} />;
    case 'gacha':
      return <GachaScreen banner={route.banner} key={route.banner} />;
    case 'rps':
      return <RpsScreen />;
    case 'match':
      return <MatchScreen />;
    case 'odds':
      return <OddsScreen oddsHash={route.oddsHash} />;
    case 'game':
      return <GameScreen gameId={route.gameId} key={route.gameId} />;
    case 'history':
      return <HistoryScreen />;
    case 'backtest':
      return <BacktestScreen />;
    case 'backtestRun':
      return <RunScreen jobId={route.jobId} />;
    case 'backtestCompare':
      return <CompareScreen first={route.first} second={route.second} />;
    case 'leaderboard':
      return <LeaderboardScreen />;
    case 'monitor':
      return <MonitorScreen />;
    case 'account':
      return <AccountScreen part={route.part} />;
    case 'admin':
      return <AdminScreen tab={route.tab} rest={route.rest} />;
    case 'about':
      return <AboutScreen />;
    default:
      return <NotFound />;
  }
}

function NotFound() {
  useTitle(t('app.name'));
  return <Nowhere text={t('app.notFound')} />;
}
