const LONGEST_MS = 60_000;

interface Params {
  headers?: Record<string, string>;
}

/** As k6: status 0 and an `error` where nothing came back. */
async function asyncRequest(method: string, url: string, body: string | null, { headers = {} }: Params = {}) {
  try {
    const response = await fetch(url, { method, body, headers, signal: AbortSignal.timeout(LONGEST_MS) });
    const text = await response.text();
    return { status: response.status, body: text, error: '', json: () => JSON.parse(text) as unknown };
  } catch (error) {
    return { status: 0, body: '', error: String((error as Error).cause ?? error), json: () => null };
  }
}

/** k6 marks other statuses as failed in its own metrics, of which there are none here. */
const expectedStatuses = () => null;

export default { asyncRequest, expectedStatuses };
