import { Component } from 'preact';
import { ITEM_DRAWINGS } from './itemDrawings.tsx';
import { REEL_DRAWINGS } from './reelDrawings.tsx';

const DRAWINGS: Record<string, (typeof ITEM_DRAWINGS)[string]> = { ...REEL_DRAWINGS, ...ITEM_DRAWINGS };

/** How many characters of a name fit on a tile. */
const TILE_CHARACTERS = 9;

interface GameArtProps {
  art: string;
  name: string;
  size?: number;
  /** Its name stands beside it. */
  decorative?: boolean;
}

/**
 * A symbol or an item by the name of its drawing; what has no drawing is a tile with its name. Screens draw themselves anew many
 * times a second, drawings only when they change.
 */
export class GameArt extends Component<GameArtProps> {
  override shouldComponentUpdate(next: GameArtProps): boolean {
    const { art, name, size, decorative } = this.props;
    return art !== next.art || name !== next.name || size !== next.size || decorative !== next.decorative;
  }

  override render({ art, name, size, decorative }: GameArtProps) {
    const draw = Object.hasOwn(DRAWINGS, art) ? DRAWINGS[art] : undefined;
    const side = size === undefined ? '100%' : `${size / 16}rem`;
    return (
      <svg
        class="art"
        viewBox="0 0 48 48"
        width={side}
        height={side}
        role="img"
        aria-label={name}
        aria-hidden={decorative}
      >
        {draw ? draw() : <NameTile name={name} />}
      </svg>
    );
  }
}

function NameTile({ name }: { name: string }) {
  const shown = name.length > TILE_CHARACTERS ? `${name.slice(0, TILE_CHARACTERS - 1)}…` : name;
  return (
    <>
      <rect
        x="3"
        y="3"
        width="42"
        height="42"
        rx="9"
        fill={`hsl(${hueOf(name)} 45% 22%)`}
        stroke={`hsl(${hueOf(name)} 70% 65%)`}
        stroke-width="2"
      />
      <text
        x="24"
        y="24"
        fill="#eceef8"
        font-size={Math.min(16, 58 / Math.max(3, shown.length))}
        font-weight="700"
        text-anchor="middle"
        dominant-baseline="central"
      >
        {shown}
      </text>
    </>
  );
}

/** The same name has the same colour. */
function hueOf(name: string): number {
  let hue = 0;
  for (const character of name) hue = (hue * 31 + character.codePointAt(0)!) % 360;
  return hue;
}
