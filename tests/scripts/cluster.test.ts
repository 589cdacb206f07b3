import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

function cluster(...words: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, ['scripts/cluster.ts', ...words], (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    ),
  );
}

test('a port that is taken, and arguments that are none: one reason each, exit code 2, and nothing is started', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void stranger.close());
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const said = await cluster('rolling', '--port', `${port}`);
  expect(said).toMatchObject({ code: 2, out: '' });
  expect(said.err).toMatch(new RegExp(`^cluster: port ${port} is taken [^\\n]*-- --port 2600\\n$`));
  for (const words of [['roling'], ['--players', 'x'], ['--port', '0']]) {
    const refused = await cluster(...words);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/^cluster: [^\n]+\nusage: [^\n]+\n$/);
  }
});
