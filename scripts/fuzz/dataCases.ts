import type { Random } from '../../simulation/random.ts';
import type { Api } from './httpCases.ts';
import { short, wrongAnswer } from './judge.ts';
import type { Setting } from './roomCases.ts';
import { mutated, nastyText } from './values.ts';

const REQUESTS = 4;

/** Market data and strategies, by the routes that read them: right ones, of which a part was changed. */
export async function dataCase(setting: Setting, api: Api, datasetId: string): Promise<void> {
  const { random, crew } = setting;
  const { accessToken } = await crew.guest();
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    if (random.chance(0.4)) await post(setting, accessToken, csvTarget(random), 'text/csv', csv(random));
    else {
      const strategy = manyTimes(random, STRATEGIES);
      const isStored = random.chance(0.3);
      const path = isStored ? '/api/strategies' : '/api/backtests';
      const order = { strategy, dataset: random.chance(0.9) ? datasetId : random.pick(api.ids) };
      const config = random.chance(0.5) ? { config: mutated(CONFIG, random) } : {};
      const body = isStored ? { name: nastyText(random).slice(0, 90), strategy } : { ...order, ...config };
      await post(setting, accessToken, path, 'application/json', JSON.stringify(body));
    }
  }
}

async function post(
  { crew, random, report }: Setting,
  token: string,
  target: string,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const what = `POST ${target} ${typeof body === 'string' ? short(body) : Buffer.from(body).toString('hex').slice(0, 300)}`;
  report.sent(Buffer.from(what));
  const headers = {
    'content-type': type,
    authorization: `Bearer ${token}`,
    'idempotency-key': random.uuid(),
  };
  const answered = await fetch(`${crew.url}${target}`, { method: 'POST', headers, body }).catch(() => null);
  if (answered === null) return;
  const wrong = wrongAnswer(target, answered.status, await answered.text());
  if (wrong !== null) report.wrong(`${wrong}; asked: ${what}`);
}

const CROSSING = {
  v: 1,
  ind: { f: ['sma', 'close', 5], s: ['ema', 'close', 10], m: ['macd', 'close', 3, 6, 2], a: ['atr', 14] },
  long: { all: [{ crossAbove: ['f', 's'] }, { lt: ['m.signal', 70] }] },
  short: { crossBelow: ['f', 's'] },
  exitLong: { any: [{ gt: ['f', 80] }, { not: { lte: ['close', 's'] } }] },
  sl: { pct: 0.05 },
  tp: { atr: ['a', 2] },
  size: { pctEquity: 0.5 },
  fees: { fixed: 0, rate: 0.001 },
};

const STRATEGIES = [
  CROSSING,
  {
    v: 1,
    ind: { b: ['bb', 'close', 20, 2] },
    long: { lt: ['close', 'b.lower'] },
    size: { riskPct: 0.01 },
    sl: { pct: 0.1 },
  },
  { v: 1, ind: {}, long: { gt: ['close', 'open'] } },
];

/** Rules in rules: as deep as a body of 64 KiB can nearly be. */
function deepStrategy(random: Random): unknown {
  let rule: unknown = { gt: ['close', 'open'] };
  const depth = random.pick([20, 500, 1_500]);
  for (let level = 0; level < depth; level += 1) rule = random.chance(0.5) ? { not: rule } : { all: [rule] };
  return { ...CROSSING, long: rule };
}

const CONFIG = {
  ...{ profile: 'native', cashCoins: 10_000, slippageRate: 0, spreadRate: 0 },
  ...{ finalize: true, leverage: 1, lotStep: 0 },
};

function manyTimes(random: Random, from: readonly unknown[]): unknown {
  if (random.chance(0.05)) return deepStrategy(random);
  let value = random.pick(from);
  for (let times = random.below(4); times > 0; times -= 1) value = mutated(value, random);
  return value;
}

function csvTarget(random: Random): string {
  const format = random.chance(0.7)
    ? ''
    : `&dateFormat=${random.pick(['iso', 'ms', '__proto__', '%00', 's'])}`;
  return `/api/datasets?name=${encodeURIComponent(random.hex(4))}${format}`;
}

const CELLS = [
  '',
  '-1',
  '0',
  '1e400',
  'NaN',
  'Infinity',
  '"',
  '"a""b"',
  ' 1',
  '1 ',
  '0x10',
  '٣',
  '1,000',
  '\0',
];

/** A table of a few bars, with cells, lines, quotes and bytes that are none. */
function csv(random: Random): Uint8Array<ArrayBuffer> {
  const lines = ['time,open,high,low,close,volume'];
  const startMs = Date.UTC(2020, 0, 1);
  for (let bar = 0; bar < random.between(1, 40); bar += 1) {
    const price = random.between(50, 150);
    const time = new Date(startMs + bar * 86_400_000).toISOString().slice(0, 10);
    lines.push(`${time},${price},${price + 2},${price - 2},${price + 1},${random.below(1_000)}`);
  }
  for (let times = random.below(4); times > 0; times -= 1) {
    const at = random.below(lines.length);
    const cells = (lines[at] ?? '').split(',');
    cells[random.below(cells.length)] = random.chance(0.5) ? random.pick(CELLS) : nastyText(random);
    lines[at] = cells.join(random.pick([',', ',', ';', '\t']));
    if (random.chance(0.2)) lines.splice(at, random.below(3));
    if (random.chance(0.2)) lines.push(lines[at] ?? '');
  }
  const bytes = new Uint8Array(Buffer.from(lines.join(random.pick(['\n', '\n', '\r\n', '\r']))));
  for (let times = random.pick([0, 0, 1, 5]); times > 0; times -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}
