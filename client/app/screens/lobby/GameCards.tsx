import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { CREDITS_BEYOND_A_YEAR, CREDITS_UP_TO_A_YEAR } from '../../../../domain/backtest/jobRules.ts';
import { CurveArt } from '../../art/CurveArt.tsx';
import { GameArt } from '../../art/GameArt.tsx';
import { errorText, formatNumber, formatPercent, nameOf, t } from '../../i18n/i18n.ts';
import { banners, loadOdds, machines, oddsProblem, oddsTables, rpsTable } from '../../store/odds.ts';
import { HandArt } from '../rps/HandArt.tsx';
import { Places } from './Places.tsx';

/** Pictures on a card. */
const SHOWN = 3;
/** With the backtests, which are there at once. */
const USUAL_GAMES = 5;

/** Everything that is played alone or in pairs, from the odds tables in force. */
export function GameCards() {
  useEffect(() => {
    void loadOdds();
  }, []);
  const rps = rpsTable.value;
  return (
    <>
      <h2 class="lobby-section">{t('lobby.games')}</h2>
      {oddsProblem.value && <p class="empty">{errorText(oddsProblem.value)}</p>}
      <ul class="table-cards game-cards">
        {oddsTables.value === null && !oddsProblem.value && <Places count={USUAL_GAMES} />}
        {machines.value.map(({ odds, machine, returnToPlayer }) => (
          <GameCard
            key={machine}
            path={`/slots/${encodeURIComponent(machine)}`}
            kind={t('game.slots')}
            name={nameOf(odds.name)}
            fact={t('lobby.return', { percent: formatPercent(returnToPlayer * 100) })}
            stakes={t('lobby.range', {
              min: formatNumber(odds.betSteps[0]!),
              max: formatNumber(odds.betSteps.at(-1)!),
            })}
          >
            {odds.symbols.slice(0, SHOWN).map(({ id, art, name }) => (
              <GameArt key={id} art={art} name={nameOf(name)} size={58} />
            ))}
          </GameCard>
        ))}
        {banners.value.map(({ odds, banner, active }) => (
          <GameCard
            key={banner}
            path={`/gacha/${encodeURIComponent(banner)}`}
            kind={t('game.gacha')}
            name={nameOf(odds.name)}
            fact={active ? t('lobby.guarantee', { count: odds.pityAt }) : t('gacha.inactive')}
            stakes={t('wallet.coins', { amount: formatNumber(odds.costCoins[1]) })}
          >
            {odds.items.slice(-SHOWN).map(({ item, art, name }) => (
              <GameArt key={item} art={art} name={nameOf(name)} size={58} />
            ))}
          </GameCard>
        ))}
        {rps && (
          <>
            <GameCard
              path="/rps"
              kind={t('rps.againstHouse')}
              name={t('rps.title')}
              fact={t('lobby.return', { percent: formatPercent(rps.returnToPlayer * 100) })}
              stakes={t('lobby.range', {
                min: formatNumber(rps.odds.minBetCoins),
                max: formatNumber(rps.odds.maxBetCoins),
              })}
            >
              <HandArt hand="rock" size={58} />
              <HandArt hand="paper" size={58} />
              <HandArt hand="scissors" size={58} />
            </GameCard>
            <GameCard
              path="/rps/match"
              kind={t('rps.againstPlayer')}
              name={t('rps.matchTitle')}
              fact={t('lobby.fee', { percent: formatPercent(rps.odds.match.feeHundredths) })}
              stakes={t('lobby.range', {
                min: formatNumber(rps.odds.match.betSteps[0]!),
                max: formatNumber(rps.odds.match.betSteps.at(-1)!),
              })}
            >
              <HandArt hand="scissors" size={58} />
              <HandArt hand={null} size={58} />
            </GameCard>
          </>
        )}
        <GameCard
          path="/backtest"
          kind={t('backtest.cardKind')}
          name={t('backtest.cardTitle')}
          fact={t('backtest.cardFact')}
          stakes={t('backtest.price', {
            credits: t('lobby.range', { min: CREDITS_UP_TO_A_YEAR, max: CREDITS_BEYOND_A_YEAR }),
          })}
        >
          <CurveArt size={58} />
        </GameCard>
      </ul>
    </>
  );
}

interface GameCardProps {
  path: string;
  kind: string;
  name: string;
  fact: string;
  stakes: string;
  children: ComponentChildren;
}

function GameCard({ path, kind, name, fact, stakes, children }: GameCardProps) {
  return (
    <li class="panel table-card game-card">
      <a href={path}>
        <div class="game-card-art" aria-hidden="true">
          {children}
        </div>
        <div class="table-card-head">
          <h3>{name}</h3>
          <span class="muted">{kind}</span>
        </div>
        <p class="game-card-facts">
          <span>{fact}</span>
          <span class="muted">{stakes}</span>
        </p>
      </a>
    </li>
  );
}
