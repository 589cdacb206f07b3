import { afterAll, expect, test } from 'vitest';
import { createMetrics } from '../../server/metrics.ts';

const metrics = createMetrics({ eventLoopDelayMs: () => 250 });
afterAll(() => metrics.stop());

function sample(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}

test('everything is named fairground_<noun>_<unit>, counters end in _total', async () => {
  const text = await metrics.render();
  const kinds = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => ({
    name: name!,
    kind: kind!,
  }));
  expect(kinds.length).toBeGreaterThan(10);
  for (const { name, kind } of kinds) {
    expect(name).toMatch(/^fairground_[a-z0-9_]+$/);
    if (kind === 'counter') expect(name).toMatch(/_total$/);
    expect(name).not.toMatch(/_(ms|milliseconds|kb|mb)(_|$)/);
  }
});

test('what happens is counted, in base units', async () => {
  metrics.httpRequest('GET', '/api/me', 200, 250);
  metrics.error('http', 'unauthorized');
  metrics.transport.connectionOpened();
  metrics.transport.connectionOpened();
  metrics.transport.connectionClosed();
  metrics.transport.slowClientCut();
  metrics.ledger.onBatch({ items: 40, durationMs: 5 });
  metrics.rooms.request('crash', 'bet', 'insufficient_funds', 3);
  metrics.storeOutage('redis');
  metrics.leaseChange('lost');
  const text = await metrics.render();
  expect(sample(text, 'fairground_http_requests_total{method="GET",route="/api/me",status="200"}')).toBe(1);
  expect(sample(text, 'fairground_http_request_duration_seconds_sum{method="GET",route="/api/me"}')).toBe(
    0.25,
  );
  expect(sample(text, 'fairground_errors_total{source="http",code="unauthorized"}')).toBe(1);
  expect(sample(text, 'fairground_errors_total{source="room",code="insufficient_funds"}')).toBe(1);
  expect(sample(text, 'fairground_open_connections')).toBe(1);
  expect(sample(text, 'fairground_connections_total')).toBe(2);
  expect(sample(text, 'fairground_slow_clients_cut_total')).toBe(1);
  expect(sample(text, 'fairground_ledger_batch_items_sum')).toBe(40);
  expect(sample(text, 'fairground_ledger_commit_duration_seconds_sum')).toBe(0.005);
  expect(
    sample(text, 'fairground_room_requests_total{room="crash",type="bet",code="insufficient_funds"}'),
  ).toBe(1);
  expect(sample(text, 'fairground_store_outages_total{store="redis"}')).toBe(1);
  expect(sample(text, 'fairground_lease_changes_total{change="lost"}')).toBe(1);
  expect(sample(text, 'fairground_event_loop_delay_seconds')).toBe(0.25);
});

test('no client can grow the registry by inventing request types', async () => {
  for (let each = 0; each < 500; each++) metrics.rooms.request('crash', `type-${each}`, 'invalid_request', 1);
  const series = (await metrics.render())
    .split('\n')
    .filter((line) => line.startsWith('fairground_room_requests_total{'));
  expect(series.length).toBeLessThan(100);
  expect(series.join('\n')).toContain('type="other"');
});
