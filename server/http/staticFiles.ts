import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { prepared } from '../transport/prepared.ts';
import { accepts } from './accepts.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.map', '.txt']);
const COMPRESS_FROM_BYTES = 1_024;
/** Vite puts the hash of the content into the names under assets/. */
const HASHED = /^\/assets\//;

/** Scripts and sockets of our own only; a room may live on another process, hence any websocket host. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  // Chart libraries set inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What comes with every page: its scripts are ours, and nobody frames it or learns where it links to. */
const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

interface File {
  /** Changes when the file on disk does. */
  version: string;
  plain: Buffer<ArrayBuffer>;
  gzipped: Buffer<ArrayBuffer> | null;
  etag: string;
  headers: Record<string, string>;
}

/** Serves the built client from `directory`; null for what is not there. Paths of the app get a page of `pages/`, or its index. */
export function createStaticFiles(directory: string): (request: Request) => Promise<Response | null> {
  const files = new Map<string, File>();
  const read = async (path: string): Promise<File | null> => {
    const file = await load(directory, path, files.get(path)).catch(() => null);
    if (file !== null) files.set(path, file);
    return file;
  };
  return async (request) => {
    const path = safePath(new URL(request.url).pathname);
    if (path === null) return null;
    const file = path === '/' ? null : await read(path);
    if (file !== null) return answer(request, file);
    // A missing file is missing; a page that the app draws has no extension.
    if (extname(path) !== '') return null;
    // Some screens have a page that fetches their code at once (vite.config.ts).
    const index = (await read(`/pages/${path.split('/')[1]}.html`)) ?? (await read('/index.html'));
    return index === null ? null : answer(request, index);
  };
}

/** The decoded path if it stays below the root, else null. */
function safePath(pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.split('/').some((part) => part.startsWith('.')))
    return null;
  return normalize(path).split(sep).join('/');
}

async function load(directory: string, path: string, known: File | undefined): Promise<File | null> {
  const place = join(directory, path);
  const stats = await stat(place);
  if (!stats.isFile()) return null;
  const version = `${stats.mtimeMs}-${stats.size}`;
  if (known?.version === version) return known;
  const plain = await readFile(place);
  const extension = extname(path);
  const worth = COMPRESSED.has(extension) && plain.length >= COMPRESS_FROM_BYTES;
  return {
    version,
    plain,
    gzipped: worth ? await promisify(gzip)(plain) : null,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    headers: {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(extension === '.html' ? PAGE_HEADERS : {}),
    },
  };
}

function answer(request: Request, file: File): Response {
  const headers = { ...file.headers, etag: file.etag, vary: 'Accept-Encoding' };
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
  if (file.gzipped === null || !accepts(request, 'gzip')) return prepared(file.plain, headers);
  return prepared(file.gzipped, { ...headers, 'content-encoding': 'gzip' });
}
