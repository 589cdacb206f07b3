import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, nameOf, t } from '../../i18n/i18n.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { focusMain } from '../../ui/focusMain.ts';
import type { GachaController } from './gachaController.ts';
import { ItemCard, itemOf } from './ItemCard.tsx';
import './reveal.css';

/** The cards of the last pull, turning one after the other. */
export function Reveal({ controller }: { controller: GachaController }) {
  const pull = controller.pull.value;
  const cards = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the buttons are below the cards.
    cards.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [pull?.gameId]);
  if (!pull) return null;
  const turned = controller.turned.value;
  const done = !controller.showing.value;
  const close = () => {
    focusPull(pull.items.length);
    controller.dismiss();
  };
  return (
    <div
      ref={cards}
      class={`reveal ${pull.items.length > 1 ? 'reveal-ten' : ''}`}
      data-testid="reveal"
      data-done={done}
      data-game={pull.gameId}
    >
      <ol class="reveal-cards">
        {pull.items.map((pulled, index) => (
          <li
            class={`reveal-card reveal-${pulled.animation} ${index < turned ? 'is-turned' : ''} ${index === turned ? 'is-next' : ''}`}
            key={`${pull.gameId} ${index}`}
          >
            {index < turned ? (
              <ItemCard banner={controller.banner} pulled={pulled} />
            ) : (
              <div class="card-back" aria-hidden="true" />
            )}
          </li>
        ))}
      </ol>
      <div class="reveal-foot">
        {done && <FairBadge path={`/verify/played/${pull.gameId}`} title={nameOf(controller.banner.name)} />}
        <button type="button" class="button small" onClick={() => (done ? close() : controller.skip())}>
          {t(done ? 'gacha.close' : 'play.skip')}
        </button>
      </div>
    </div>
  );
}

/** The button that closes goes with the cards: the keyboard is at the next pull, or where one can't be had at the page. */
function focusPull(count: number): void {
  const again = document.querySelector<HTMLButtonElement>(`[data-testid=pull-${count}]`);
  if (again && !again.disabled) again.focus();
  else focusMain();
}

/** Says what came, once, when all cards are turned. */
export function RevealAnnouncer({ controller }: { controller: GachaController }) {
  const pull = controller.pull.value;
  const said = pull && !controller.showing.value;
  return (
    <p class="visually-hidden" aria-live="polite" data-testid="own-result">
      {said &&
        t('gacha.say', {
          items: pull.items
            .map(
              ({ item, rarity }) =>
                `${nameOf(itemOf(controller.banner, item).name)} (${t(`rarity.${rarity}`)})`,
            )
            .join(', '),
          pity: formatNumber(pull.pity),
        })}
    </p>
  );
}
