import gifenc from 'gifenc';
import { PNG } from 'pngjs';

export interface Frame {
  png: Buffer;
  /** When it was on the screen. */
  atMs: number;
}

const { applyPalette, GIFEncoder, quantize } = gifenc;

const COLOURS = 127;
/** The last frame stays, so that one reads how it ended. */
const LAST_FOR_MS = 2_500;
const SAMPLES = 8;

/**
 * An animated GIF with one palette for all frames: what has not changed since the frame before is left transparent, which
 * is nearly all of it.
 */
export function animate(frames: readonly Frame[]): Uint8Array {
  const images = frames.map(({ png }) => PNG.sync.read(png));
  const { width, height } = images[0]!;
  const palette = quantize(sample(images.map(({ data }) => data)), COLOURS);
  const transparentIndex = palette.length;
  const colours = [...palette, [0, 0, 0]];
  const gif = GIFEncoder();
  let shown: Uint8Array | null = null;
  for (const [at, { data }] of images.entries()) {
    const next = applyPalette(data, palette);
    const delay = at + 1 < frames.length ? frames[at + 1]!.atMs - frames[at]!.atMs : LAST_FOR_MS;
    const drawn =
      shown === null
        ? next
        : next.map((colour, pixel) => (colour === shown![pixel] ? transparentIndex : colour));
    gif.writeFrame(drawn, width, height, {
      ...(at === 0 ? { palette: colours } : { transparent: true, transparentIndex }),
      ...{ delay, dispose: 1, repeat: 0 },
    });
    shown = next;
  }
  gif.finish();
  return gif.bytes();
}

/** Some frames stand for all, so that the palette has what only the last ones show. */
function sample(images: readonly Uint8Array[]): Uint8Array {
  const step = Math.max(1, Math.floor(images.length / SAMPLES));
  const some = images.filter((_, at) => at % step === 0 || at === images.length - 1);
  const all = new Uint8Array(some.reduce((bytes, { length }) => bytes + length, 0));
  let at = 0;
  for (const image of some) {
    all.set(image, at);
    at += image.length;
  }
  return all;
}
