import { npm } from './npm.ts';

const ANSWER_WITHIN_MS = 60_000;

export interface Asked {
  /** `unserved`: the registry in use does not answer such questions, or is not there. */
  verdict: 'clean' | 'found' | 'unserved';
  line: string;
}

interface Report {
  metadata?: { vulnerabilities?: Record<string, number> };
}

/** Known weaknesses of what the lockfile names, as the registry knows them. Low and moderate ones are told, and pass. */
export function advisories(root: URL): Asked {
  const { out } = npm(root, ['audit', '--json', '--package-lock-only'], ANSWER_WITHIN_MS);
  const counts = parsed<Report>(out)?.metadata?.vulnerabilities;
  if (counts === undefined)
    return { verdict: 'unserved', line: 'advisories: this registry does not serve them' };
  const serious = (counts.high ?? 0) + (counts.critical ?? 0);
  const line = `advisories: ${counts.critical ?? 0} critical, ${counts.high ?? 0} high, ${counts.total ?? 0} in all`;
  return { verdict: serious > 0 ? 'found' : 'clean', line };
}

/** That what is installed is what the registry signed. */
export function signatures(root: URL): Asked {
  const { status, out, err } = npm(root, ['audit', 'signatures', '--json'], ANSWER_WITHIN_MS);
  const report = parsed<{ invalid?: unknown[]; missing?: unknown[] }>(out);
  if (report?.invalid === undefined || /E(40\d|50\d|NOTFOUND|CONN)/.test(err) || status === null)
    return { verdict: 'unserved', line: 'signatures: this registry does not serve them' };
  const [invalid, missing] = [report.invalid.length, report.missing?.length ?? 0];
  return {
    verdict: invalid > 0 ? 'found' : 'clean',
    line: `signatures: ${invalid} are wrong, ${missing} packages have none`,
  };
}

function parsed<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
