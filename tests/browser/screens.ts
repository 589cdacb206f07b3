import type { Cast } from './cast.ts';
import { TAB_SIGNS } from './operator.ts';

/** Who looks: nobody yet, a player who has played, an operator. */
export type Looker = keyof Cast['sessions'];

export interface ShownScreen {
  name: string;
  looker: Looker;
  path(cast: Cast): string;
  /** What is there once the screen shows what it is for. */
  ready: string;
  /** Clicked then, one after the other, to show another state of it. */
  clicks?: readonly string[];
}

/** The feed tells what comes from now on: its heading is there before the first line. */
const ADMIN_TABS = { ...TAB_SIGNS, feed: '[data-testid=admin-feed] h1' };

/** Every screen of the app, in the states that differ for the eye. */
export function allScreens(): ShownScreen[] {
  return [...newcomers(), ...players(), ...operators()];
}

const round = ({ round: { table, game } }: Cast) => `/verify/${table}/${game}`;

function newcomers(): ShownScreen[] {
  const looker = 'newcomer';
  return [
    { name: 'lobby-new', looker, path: () => '/', ready: '.table-card .facts' },
    { name: 'start', looker, path: () => '/', ready: '.table-card', clicks: ['.next-step .button'] },
    {
      ...{ name: 'start-login', looker, path: () => '/', ready: '.table-card' },
      clicks: ['.next-step .button', '[data-way=login]'],
    },
    { name: 'crash-watch', looker, path: () => '/crash/turbo', ready: '.stage:not([data-kind=waiting])' },
    { name: 'slots-watch', looker, path: () => '/slots/neon3', ready: '[data-testid=main-button]' },
    { name: 'gacha-watch', looker, path: () => '/gacha/starlight', ready: '.page h1' },
    { name: 'rps-watch', looker, path: () => '/rps', ready: '.page h1' },
    { name: 'match-watch', looker, path: () => '/rps/match', ready: '.page h1' },
    { name: 'backtest-watch', looker, path: () => '/backtest', ready: '[data-testid=disclaimer]' },
    {
      name: 'run-watch',
      looker,
      path: ({ jobs }) => `/backtest/${jobs[0]}`,
      ready: '[data-testid=result] canvas',
    },
    { name: 'history-new', looker, path: () => '/history', ready: '.page' },
    { name: 'verify-new', looker, path: () => '/verify', ready: '[data-testid=summary]' },
    {
      ...{ name: 'verify-round-new', looker, path: round },
      ready: '[data-testid=summary]',
    },
    { name: 'odds', looker, path: () => '/odds', ready: '[data-testid=odds]' },
    {
      name: 'monitor',
      looker,
      path: () => '/monitor',
      ready: '.wall-tables:not(:has([data-kind=waiting])) li',
    },
    { name: 'about', looker, path: () => '/about', ready: '.page h1' },
    { name: 'account-new', looker, path: () => '/account', ready: '.page h1' },
    { name: 'admin-sign-in', looker, path: () => '/admin', ready: '[data-testid=sign-in]' },
    { name: 'leaderboard', looker, path: () => '/backtest/leaderboard', ready: '.page h1' },
    { name: 'nowhere', looker, path: () => '/nothing/here', ready: '.nowhere h1' },
    { name: 'table-nowhere', looker, path: () => '/crash/nowhere', ready: '.nowhere h1' },
  ];
}

function players(): ShownScreen[] {
  const looker = 'player';
  const history = (tab: string): ShownScreen => ({
    ...{ name: `history-${tab}`, looker, path: () => '/history', ready: '.cards tbody tr' },
    clicks: [`#history-tab-${tab}`],
  });
  const recalled = (game: keyof Cast['games']): ShownScreen => ({
    ...{ name: `game-${game}`, looker, ready: '[data-testid=recall]' },
    path: ({ games }) => `/history/${games[game]}`,
  });
  return [
    { name: 'lobby', looker, path: () => '/', ready: '.table-card .facts' },
    { name: 'crash', looker, path: () => '/crash/turbo', ready: '[data-action=bet], [data-action=betNext]' },
    { name: 'slots', looker, path: () => '/slots/neon3', ready: '[data-action=spin]' },
    { name: 'slots-five', looker, path: () => '/slots/cascade5', ready: '[data-action=spin]' },
    {
      name: 'gacha',
      looker,
      path: () => '/gacha/starlight',
      ready: '[data-testid=pull-1][data-action=pull]',
    },
    { name: 'rps', looker, path: () => '/rps', ready: '[data-testid=hand-rock][aria-disabled=false]' },
    { name: 'match', looker, path: () => '/rps/match', ready: '[data-testid=main-button]' },
    { name: 'backtest', looker, path: () => '/backtest', ready: '[data-testid=price]' },
    { name: 'run', looker, path: ({ jobs }) => `/backtest/${jobs[1]}`, ready: '[data-testid=result] canvas' },
    {
      ...{ name: 'compare', looker, path: ({ jobs }) => `/backtest/compare/${jobs[0]}/${jobs[1]}` },
      ready: '[data-testid=comparison] canvas',
    },
    { name: 'history', looker, path: () => '/history', ready: '.cards tbody tr' },
    ...['statistics', 'sessions', 'transfers'].map(history),
    ...(['slots', 'gacha', 'rps', 'rps_match'] as const).map(recalled),
    {
      ...{ name: 'verify-round', looker, path: round },
      ready: '[data-testid=summary]',
    },
    {
      name: 'verify-played',
      looker,
      path: ({ games }) => `/verify/played/${games.slots}`,
      ready: '[data-testid=summary]',
    },
    { name: 'account', looker, path: () => '/account', ready: '.page h2' },
  ];
}

function operators(): ShownScreen[] {
  const looker = 'admin';
  return [
    ...Object.entries(ADMIN_TABS).map(([tab, ready]): ShownScreen => {
      return { name: `admin-${tab}`, looker, path: () => `/admin/${tab}`, ready };
    }),
    {
      name: 'admin-player',
      looker,
      path: ({ playerId }) => `/admin/players/${playerId}`,
      ready: '.admin-facts',
    },
    {
      ...{ name: 'admin-round', looker, path: (cast) => round(cast).replace('/verify', '/admin/rounds') },
      ready: '.admin-facts',
    },
  ];
}
