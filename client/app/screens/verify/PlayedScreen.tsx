import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, t } from '../../i18n/i18n.ts';
import { loadOdds } from '../../store/odds.ts';
import { player } from '../../store/player.ts';
import { StartPanel } from '../../ui/StartPanel.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { OwnGames } from './OwnGames.tsx';
import { PlayedResult } from './PlayedResult.tsx';
import { loadPlayedReport, type PlayedReport } from './playedReport.ts';
import { SeedPanel } from './SeedPanel.tsx';
import { VerifyModes } from './VerifyModes.tsx';
import './verify.css';

/** One's own games: the seeds they are drawn from, and any finished one played again here. */
export default function PlayedScreen({ gameId }: { gameId: string | null }) {
  useTitle(t('played.title'));
  const playerId = player.value?.id ?? null;
  /** Raised by a rotation: what was secret before can be checked now. */
  const rotations = useSignal(0);
  useEffect(() => {
    void loadOdds();
  }, []);
  return (
    <div class="page narrow verify">
      <div class="page-intro">
        <h1>{t('played.title')}</h1>
        <p class="muted">{t('played.intro')}</p>
      </div>
      <VerifyModes mode="played" />
      {playerId === null ? (
        <StartPanel text={t('history.spectator')} />
      ) : (
        <>
          {gameId && <Checked gameId={gameId} key={`${gameId} ${playerId} ${rotations.value}`} />}
          <SeedPanel
            key={playerId}
            onRotated={() => {
              rotations.value += 1;
            }}
          />
          <OwnGames key={`${playerId} ${rotations.value}`} gameId={gameId} />
        </>
      )}
    </div>
  );
}

function Checked({ gameId }: { gameId: string }) {
  const report = useSignal<PlayedReport | null>(null);
  const problem = useSignal<FairgroundError | null>(null);
  useEffect(() => {
    loadPlayedReport(gameId).then(
      (loaded) => {
        report.value = loaded;
      },
      (error: unknown) => {
        problem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
      },
    );
  }, []);
  if (problem.value) return <p class="panel">{errorText(problem.value)}</p>;
  if (!report.value) return <p class="empty">{t('verify.working')}</p>;
  return <PlayedResult report={report.value} />;
}
