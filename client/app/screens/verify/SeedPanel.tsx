import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RevealedPair, SeedsView } from '../../../../domain/games/seeds.ts';
import { FairgroundError, isClientSeed, randomClientSeed } from '../../../sdk/index.ts';
import { errorText, formatNumber, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';

/** The pair in use, the committed next one, and the form that reveals the one and goes on with the other. */
export function SeedPanel({ onRotated }: { onRotated(): void }) {
  const seeds = useSignal<SeedsView | null>(null);
  const revealed = useSignal<RevealedPair | null>(null);
  const draft = useSignal(randomClientSeed());
  const busy = useSignal(false);
  const problem = useSignal<FairgroundError | null>(null);

  async function run(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      await work();
    } catch (error) {
      problem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
    } finally {
      busy.value = false;
    }
  }
  const load = () =>
    run(async () => {
      seeds.value = await fair.seeds();
    });
  const rotate = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !isClientSeed(draft.value)) return;
    void run(async () => {
      const rotation = await fair.rotateSeeds(draft.value);
      seeds.value = rotation.active;
      revealed.value = rotation.revealed;
      draft.value = randomClientSeed();
      onRotated();
    });
  };
  useEffect(() => {
    void load();
  }, []);

  const wrong = !isClientSeed(draft.value);
  return (
    <section class="panel seeds" data-testid="seeds">
      <h2>{t('seeds.title')}</h2>
      <p class="muted">{t('seeds.what')}</p>
      {seeds.value && <ActiveSeeds seeds={seeds.value} />}
      <form class="seeds-form" onSubmit={rotate} noValidate>
        <label class="field">
          <span class="field-label">{t('seeds.nextClientSeed')}</span>
          <input
            class="input mono"
            name="clientSeed"
            maxLength={64}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong}
            aria-describedby="seed-hint"
            value={draft.value}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
            }}
          />
          <span class={wrong ? 'field-error' : 'hint'} id="seed-hint">
            {t('seeds.hint')}
          </span>
        </label>
        <button type="submit" class="button primary" data-testid="rotate" disabled={busy.value || wrong}>
          {t(busy.value ? 'seeds.rotating' : 'seeds.rotate')}
        </button>
      </form>
      {problem.value && (
        <p class="field-error" role="alert">
          {errorText(problem.value)}{' '}
          {!seeds.value && (
            <button type="button" class="link-button" onClick={() => void load()}>
              {t('app.retry')}
            </button>
          )}
        </p>
      )}
      {revealed.value && <Revealed pair={revealed.value} />}
    </section>
  );
}

function ActiveSeeds({ seeds }: { seeds: SeedsView }) {
  return (
    <>
      {!seeds.chosenByPlayer && <p class="seeds-warning">{t('seeds.notChosen')}</p>}
      <dl class="values">
        <Value label={t('seeds.activeHash')} value={seeds.serverSeedHash} />
        <Value label={t('seeds.nextHash')} value={seeds.nextServerSeedHash} />
        <Value label={t('seeds.clientSeed')} value={seeds.clientSeed} />
        <Value label={t('seeds.games')} value={formatNumber(seeds.nonce)} />
      </dl>
    </>
  );
}

function Revealed({ pair }: { pair: RevealedPair }) {
  return (
    <div class="seeds-revealed" data-testid="revealed" aria-live="polite">
      <h3>{t('seeds.revealed', { count: formatNumber(pair.gameCount) })}</h3>
      <dl class="values">
        <Value label={t('seeds.serverSeed')} value={pair.serverSeed} />
        <Value label={t('seeds.hash')} value={pair.serverSeedHash} />
        <Value label={t('seeds.clientSeed')} value={pair.clientSeed} />
      </dl>
    </div>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="mono">{value}</dd>
    </div>
  );
}
