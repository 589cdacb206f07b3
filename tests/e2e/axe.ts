import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds, in lines that say where: empty when there is nothing to mend. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const results = await axe.run(document, { resultTypes: ['violations'] });
    return results.violations.map(({ id, help, nodes }) => ({
      ...{ id, help },
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
    }));
  });
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}) at ${node}`));
}
