import type { GachaBanner } from '../../../../domain/gacha/banner.ts';
import type { Rarity } from '../../../../domain/protocol/gacha.ts';
import type { PulledItem } from '../../../sdk/index.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf, t, tMaybe } from '../../i18n/i18n.ts';
import './itemCard.css';

/** The banner's item, or what can be said of one that an older banner had. */
export function itemOf(banner: GachaBanner, id: string): GachaBanner['items'][number] {
  const unknown = { item: id, rarity: 'common' as const, name: { en: id, ko: id }, art: id, weight: 0 };
  return banner.items.find(({ item }) => item === id) ?? unknown;
}

export function RarityName({ rarity }: { rarity: Rarity }) {
  return <span class={`rarity rarity-${rarity}`}>{t(`rarity.${rarity}`)}</span>;
}

/** A pulled item with its rarity, and why it is what it is. */
export function ItemCard({ banner, pulled }: { banner: GachaBanner; pulled: PulledItem }) {
  const item = itemOf(banner, pulled.item);
  const name = nameOf(item.name);
  const said = tMaybe(pulled.messageKey);
  return (
    <div class={`item-card item-${pulled.rarity}`} data-rarity={pulled.rarity}>
      <GameArt art={item.art} name={name} />
      <strong class="item-name">{name}</strong>
      <RarityName rarity={pulled.rarity} />
      {said && pulled.animation !== 'normal' && <span class="item-said">{said}</span>}
      {pulled.soldOut && said && (
        <span class="item-said">{`${said} (${nameOf(itemOf(banner, pulled.soldOut.item).name)})`}</span>
      )}
    </div>
  );
}
