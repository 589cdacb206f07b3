import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { replayPull } from '../../domain/gacha/replay.ts';
import starlight from '../../domain/gacha/starlight.data.ts';
import type { Hand } from '../../domain/protocol/rps.ts';
import rps from '../../domain/rps/rps.data.ts';
import { throwHand } from '../../domain/rps/throw.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { spin } from '../../domain/slots/spin.ts';
import { textOf } from '../tidy/sources.ts';

/** What docs/FAIRNESS.md works through by hand is what the code plays. */

const text = textOf('docs/FAIRNESS.md');

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!);
}

const [script] = blocks('js');
const [printed] = blocks('text');
const [thrown, spun, pulled] = blocks('json').map((block) => JSON.parse(block));

function seeds(nonce: number) {
  const [, serverSeed] = /serverSeed = '(\w+)'/.exec(script!)!;
  const [, clientSeed] = /clientSeed = '([^']+)'/.exec(script!)!;
  return { serverSeed: serverSeed!, clientSeed: clientSeed!, nonce };
}

test('its script prints what it says', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-'], {
    input: script,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toBe(printed);
});

test('its throw is the one that is played', () => {
  const { nonce, betCoins, inputs, payoutCoins, serverHand } = thrown;
  const played = throwHand(rps, seeds(nonce), { betCoins, hand: inputs.hand as Hand });
  expect([played.payoutCoins, played.outcome.serverHand]).toEqual([payoutCoins, serverHand]);
});

test('its spin is the one that is played', () => {
  const { nonce, betCoins, inputs, payoutCoins, stops } = spun;
  const played = spin(neon3, seeds(nonce), betCoins, inputs.streak);
  const shown = played.outcome.turns[0]!.stops.map((stop, reel) => neon3.reels[reel]![stop]!.symbol);
  expect([played.inputs, played.payoutCoins, shown]).toEqual([inputs, payoutCoins, stops]);
});

test('its pull is the one that is played', () => {
  const { nonce, betCoins, inputs, payoutCoins, item, animation } = pulled;
  const played = replayPull(starlight, seeds(nonce), inputs);
  expect(played).toMatchObject({ betCoins, inputs, payoutCoins, outcome: { items: [{ item, animation }] } });
});
