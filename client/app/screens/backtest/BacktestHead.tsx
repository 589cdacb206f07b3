import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/i18n.ts';
import '../../ui/betPanel.css';
import '../../ui/play.css';
import './backtest.css';

interface BacktestHeadProps {
  title: string;
  page: 'new' | 'leaderboard' | null;
  children?: ComponentChildren;
}

/** The top of every page about backtests: where one is, and what backtests are not. */
export function BacktestHead({ title, page, children }: BacktestHeadProps) {
  return (
    <div class="backtest-head">
      <div class="page-head">
        <h1>{title}</h1>
        {children}
      </div>
      <nav class="tabs link-tabs" aria-label={t('nav.backtest')}>
        <a class="tab" href="/backtest" aria-current={page === 'new' ? 'page' : undefined}>
          {t('backtest.tabNew')}
        </a>
        <a
          class="tab"
          href="/backtest/leaderboard"
          aria-current={page === 'leaderboard' ? 'page' : undefined}
        >
          {t('backtest.tabLeaderboard')}
        </a>
      </nav>
      <p class="disclaimer" role="note" data-testid="disclaimer">
        {t('backtest.disclaimer')}
      </p>
    </div>
  );
}
