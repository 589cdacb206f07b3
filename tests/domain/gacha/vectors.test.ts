import { expect, test } from 'vitest';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import { replayPull } from '../../../domain/gacha/replay.ts';
import vectors from '../../fixtures/gacha/games.json' with { type: 'json' };

const banner = vectors.banner as GachaBanner;

test.each(vectors.games)('[GA12] a separate program draws the same: $draw.nonce from $inputs', (game) => {
  const replayed = replayPull(banner, game.draw, game.inputs);
  expect(replayed?.inputs).toEqual(game.inputs);
  expect(replayed?.outcome).toEqual(game.outcome);
});
