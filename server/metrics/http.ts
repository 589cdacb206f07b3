import { bounded, type Instruments, LATENCY_SECONDS } from './registry.ts';

const MOST_ROUTES = 200;

export interface HttpMetrics {
  /** `route` is the route's pattern, never the path. */
  httpRequest(method: string, route: string, status: number, durationMs: number): void;
}

export function httpMetrics({ counter, histogram }: Instruments): HttpMetrics {
  const labels = ['method', 'route'] as const;
  const requests = counter('http_requests_total', 'HTTP requests answered', [...labels, 'status']);
  const seconds = histogram('http_request_duration_seconds', 'Time to an HTTP answer', LATENCY_SECONDS, [
    ...labels,
  ]);
  const methods = bounded(10);
  const routes = bounded(MOST_ROUTES);
  return {
    httpRequest(method, route, status, durationMs) {
      const where = { method: methods(method), route: routes(route) };
      requests.inc({ ...where, status: String(status) });
      seconds.observe(where, durationMs / 1_000);
    },
  };
}
