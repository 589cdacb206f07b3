import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert } from '../../domain/assert.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';

/** The setting that names where templates are: only in a run of the tests. */
export const TEMPLATES = 'FAIRGROUND_TEST_TEMPLATES';

const LOOK_EVERY_MS = 100;

const run = promisify(execFile);

export interface TemplateOptions {
  /** Whose first games were played on chains with short flights (`shortFlights.ts`); empty: none were. */
  tables: readonly TableRules[];
  secretsKey: string | null;
}

/**
 * Makes `dataDir` a copy of a server's data directory after its first start: a cluster of its own takes seconds, a copy a
 * moment. Whoever needs a template first makes it, for all workers of the run.
 */
export async function copyTemplate(dataDir: string, options: TemplateOptions): Promise<void> {
  const templates = process.env[TEMPLATES];
  assert(templates, 'servers are copied from templates in a run of the tests only');
  const name = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 16);
  const template = join(templates, name);
  while (!existsSync(template)) {
    const mine = await mkdir(`${template}.making`).then(
      () => true,
      () => false,
    );
    if (mine) await make(template, options).finally(() => rm(`${template}.making`, { recursive: true }));
    else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  await run('cp', ['-a', `${template}/.`, dataDir]);
}

async function make(template: string, { tables, secretsKey }: TemplateOptions): Promise<void> {
  if (existsSync(template)) return;
  const draft = `${template}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  // PostgreSQL's own user must get in.
  await chmod(draft, 0o755);
  if (tables.length > 0) await writeFile(join(draft, 'tables.json'), JSON.stringify(tables));
  const { SECRETS_KEY: _own, ...env } = process.env;
  const script = fileURLToPath(new URL('makeTemplate.ts', import.meta.url));
  const maker = spawn(process.execPath, [script, draft], {
    env: { ...env, ...(secretsKey === null ? {} : { SECRETS_KEY: secretsKey }) },
    stdio: 'inherit',
  });
  const [code] = await once(maker, 'exit');
  assert(code === 0, `no template of a data directory was made (${code})`);
  await rename(draft, template);
}
