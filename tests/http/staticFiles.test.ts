import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createStaticFiles } from '../../server/http/staticFiles.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

describe('the built client', () => {
  let files: ReturnType<typeof createStaticFiles>;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'pages'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), 'lobby first');
    await writeFile(join(directory, 'pages', 'crash.html'), 'crash first');
    await writeFile(join(directory, 'assets', 'app-1.js'), 'app');
    files = createStaticFiles(directory);
  });

  test.each([
    ['/', 'lobby first'],
    ['/crash/main', 'crash first'],
    ['/crash', 'crash first'],
    ['/slots/neon3', 'lobby first'],
    ['/verify/crash/12', 'lobby first'],
    ['/crashes', 'lobby first'],
    ['/constructor', 'lobby first'],
    ['/assets/app-1.js', 'app'],
  ])('%s is answered with "%s"', async (path, content) => {
    const answer = await files(new Request(`http://localhost${path}`));
    expect(await answer?.text()).toBe(content);
  });

  test.each(['/assets/app-2.js', '/crash/main.js', '/../index.html%00', '/.env', '/a/..%2f.env'])(
    '%s is not there',
    async (path) => expect(await files(new Request(`http://localhost${path}`))).toBeNull(),
  );

  test('a page is asked for anew each time, and unchanged it is not sent again; hashed files are kept', async () => {
    const page = await files(new Request('http://localhost/crash/main'));
    expect(page?.headers.get('cache-control')).toBe('no-cache');
    expect(page?.headers.get('content-security-policy')).toContain("script-src 'self'");
    const headers = { 'if-none-match': page!.headers.get('etag')! };
    expect((await files(new Request('http://localhost/crash/high', { headers })))?.status).toBe(304);
    const script = await files(new Request('http://localhost/assets/app-1.js'));
    expect(script?.headers.get('cache-control')).toContain('immutable');
  });
});
