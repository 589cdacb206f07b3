import type { GachaBanner } from '../../../../domain/gacha/banner.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { formatNumber, nameOf, t } from '../../i18n/i18n.ts';
import { RarityName } from './ItemCard.tsx';

interface CollectionProps {
  banner: GachaBanner;
  owned: ReadonlyMap<string, number> | null;
  stock: readonly { item: string; left: number }[];
}

/** Every item of the banner, best first: how many one owns, and how many of a limited one are left. */
export function Collection({ banner, owned, stock }: CollectionProps) {
  const order = banner.rates.map(({ rarity }) => rarity).reverse();
  const left = new Map(stock.map((one) => [one.item, one.left]));
  const found = banner.items.filter(({ item }) => (owned?.get(item) ?? 0) > 0).length;
  return (
    <section class="panel">
      <div class="page-head">
        <h2>{t('gacha.collection')}</h2>
        <p class="muted" data-testid="found" data-found={found}>
          {t('gacha.found', { count: found, all: banner.items.length })}
        </p>
      </div>
      <ul class="collection">
        {[...banner.items]
          .sort((a, b) => order.indexOf(a.rarity) - order.indexOf(b.rarity))
          .map(({ item, rarity, name, art, stock: all }) => {
            const count = owned?.get(item) ?? 0;
            return (
              <li class={`collection-item ${count > 0 ? '' : 'is-missing'}`} key={item}>
                <GameArt art={art} name={nameOf(name)} size={44} decorative />
                <div class="collection-words">
                  <strong>{nameOf(name)}</strong>
                  <RarityName rarity={rarity} />
                  {all !== undefined && <span class="hint">{stockText(left.get(item), all)}</span>}
                </div>
                {count > 0 && <span class="chip">{`×${formatNumber(count)}`}</span>}
              </li>
            );
          })}
      </ul>
    </section>
  );
}

/** Who only watches is not told how many are left. */
function stockText(left: number | undefined, all: number): string {
  if (left === undefined) return t('gacha.stock', { all: formatNumber(all) });
  if (left === 0) return t('gacha.soldOut');
  return t('gacha.left', { left: formatNumber(left), all: formatNumber(all) });
}
