import { type AddressInfo, connect, createServer } from 'node:net';

/** To a port of this machine; what is sent there comes a tenth of a second late, its end too. */
export async function slowLine(to: number): Promise<{ port: number; close(): void }> {
  const late = (work: () => void) => void setTimeout(work, 100);
  const line = createServer({ allowHalfOpen: true }, (from) => {
    const onward = connect(to, '127.0.0.1');
    from.on('data', (bytes) => late(() => onward.write(bytes))).on('end', () => late(() => onward.end()));
    from.on('error', () => onward.destroy());
    onward.on('error', () => from.destroy()).pipe(from);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  return { port: (line.address() as AddressInfo).port, close: () => line.close() };
}
