import type { GachaBanner } from '../../../../domain/gacha/banner.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf } from '../../i18n/i18n.ts';
import { RarityName } from './ItemCard.tsx';
import './itemCard.css';

/** Items that the banner shows off: its best, whatever they are. */
const FEATURED = 3;
const STARS = 70;
/** Steps of the plastic number: spread evenly, without rows. */
const STAR_STEPS = { x: 0.7548776662, y: 0.569840291 };

/** A night sky with the banner's best items: drawn from its data, so that every banner has one. */
export function BannerArt({ banner }: { banner: GachaBanner }) {
  const order = banner.rates.map(({ rarity }) => rarity);
  const best = [...banner.items]
    .sort((a, b) => order.indexOf(b.rarity) - order.indexOf(a.rarity) || a.weight - b.weight)
    .slice(0, FEATURED);
  return (
    <div class="banner-art">
      <svg class="banner-sky" viewBox="0 0 400 220" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        {Array.from({ length: STARS }, (_, star) => (
          <circle
            key={star}
            cx={((star * STAR_STEPS.x) % 1) * 400}
            cy={((star * STAR_STEPS.y) % 1) * 220}
            r={0.35 + (star % 4) * 0.22}
            fill="var(--bright)"
            opacity={0.25 + (star % 5) * 0.13}
          />
        ))}
      </svg>
      <ul class="featured">
        {best.map(({ item, rarity, name, art }, place) => (
          <li class={`featured-item featured-${place}`} key={item}>
            <GameArt art={art} name={nameOf(name)} />
            <span>{nameOf(name)}</span>
            <RarityName rarity={rarity} />
          </li>
        ))}
      </ul>
    </div>
  );
}
