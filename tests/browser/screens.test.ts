import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { violations } from '../e2e/axe.ts';
import type { Visitor } from '../e2e/browser.ts';
import { inBrowser, setStage } from '../e2e/stage.ts';
import { startServer } from '../support/serverProcess.ts';
import { type Cast, makeCast } from './cast.ts';
import { picture } from './picture.ts';
import { allScreens, type Looker, type ShownScreen } from './screens.ts';

/** Others by hand: `WIDTHS=2560 SCREENS=lobby npm run test:browser -- screens`. */
const WIDTHS = (process.env.WIDTHS ?? '360,1280').split(',').map(Number);
const ONLY = process.env.SCREENS?.split(',');

const LOOKERS: readonly Looker[] = ['newcomer', 'player', 'admin'];
const LOOKS = (['en-US', 'ko-KR'] as const).flatMap((locale) =>
  WIDTHS.flatMap((width) => LOOKERS.map((looker) => ({ locale, width, looker }))),
);
const SCREENS = allScreens().filter(({ name }) => !ONLY || ONLY.includes(name));

let cast: Cast;

const stage = setStage(() =>
  startServer({
    ...{ tables: DEFAULT_TABLES.map((rules) => ({ ...rules, bettingMs: 4_000 })), shortFlights: true },
    env: { BOTS: '6', CHAIN_LENGTH: '20000' },
  }),
);

inBrowser('every screen', () => {
  beforeAll(async () => {
    cast = await makeCast(stage.server);
  });

  describe.each(LOOKS)('$looker, $locale at $width px', ({ locale, width, looker }) => {
    let visitor: Visitor;

    beforeAll(async () => {
      visitor = await stage.visit({ width, height: 900, locale, calm: true });
      visitor.page.setDefaultTimeout(20_000);
      await signIn(visitor, cast.sessions[looker]);
    });

    afterAll(() => visitor?.leave());

    test.each(SCREENS.filter((screen) => screen.looker === looker))(
      '$name can be used by everybody, and is not wider than the window',
      { timeout: 60_000 },
      async (screen) => {
        const name = `${screen.name}-${locale.slice(0, 2)}-${width}`;
        expect(await look(visitor, screen, name)).toEqual([]);
      },
    );
  });
});

/** Before the page's own scripts, and only once: the app renews the session by itself. */
async function signIn({ page }: Visitor, session: string | null): Promise<void> {
  if (session === null) return;
  await page.addInitScript((text) => {
    if (localStorage.getItem('fairground.session') === null) localStorage.setItem('fairground.session', text);
  }, session);
}

async function look({ page, complaints }: Visitor, screen: ShownScreen, name: string): Promise<string[]> {
  await page.goto(screen.path(cast));
  await page.waitForSelector(screen.ready);
  for (const click of screen.clicks ?? []) await page.click(click);
  // What the last click brought, and fonts.
  await page.waitForTimeout(150);
  await picture(page, name);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const problems = await violations(page);
  if (sideways > 0) problems.push(`wider than the window by ${sideways} px`);
  problems.push(...complaints.splice(0).filter((complaint) => !isSought(screen, complaint)));
  return problems;
}

/** What does not exist is not found. */
function isSought({ name }: ShownScreen, complaint: string): boolean {
  return name.endsWith('nowhere') && complaint.includes('404');
}
