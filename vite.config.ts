import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** What the first part of a page's path opens (client/app/router.ts), where it's worth a page of its own. */
const FIRST_SCREENS: Record<string, string> = {
  crash: 'CrashScreen',
  slots: 'SlotsScreen',
  gacha: 'GachaScreen',
  rps: 'RpsScreen',
  backtest: 'BacktestScreen',
  history: 'HistoryScreen',
  monitor: 'MonitorScreen',
};

/**
 * A screen's code and styles are fetched together with the app's, not after it has run: `index.html` names the lobby's, and
 * `pages/crash.html` those of who comes in by `/crash/main`. The server chooses (server/http/staticFiles.ts).
 */
function preloadScreens(): Plugin {
  return {
    name: 'preload-screens',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const index = bundle['index.html'];
      if (index?.type !== 'asset') throw new Error('there is no index.html to make pages of');
      const html = String(index.source);
      for (const [path, screen] of Object.entries(FIRST_SCREENS))
        this.emitFile({
          type: 'asset',
          fileName: `pages/${path}.html`,
          source: withPreloads(html, bundle, screen),
        });
      index.source = withPreloads(html, bundle, 'LobbyScreen');
    },
  };
}

function withPreloads(html: string, bundle: Rolldown.OutputBundle, screen: string): string {
  const entry = Object.values(bundle).find(
    (output) => output.type === 'chunk' && output.facadeModuleId?.endsWith(`/${screen}.tsx`),
  );
  if (!entry) throw new Error(`no chunk is made of ${screen}`);
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const take = (fileName: string) => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || scripts.has(fileName)) return;
    scripts.add(fileName);
    for (const file of chunk.viteMetadata?.importedCss ?? []) styles.add(file);
    for (const file of chunk.imports) take(file);
  };
  take(entry.fileName);
  const links = [
    ...[...styles].map((file) => ({ file, attributes: 'rel="preload" as="style"' })),
    ...[...scripts].map((file) => ({ file, attributes: 'rel="modulepreload"' })),
  ]
    .filter(({ file }) => !html.includes(file))
    .map(({ file, attributes }) => `    <link ${attributes} crossorigin href="/${file}">\n`);
  return html.replace('  </head>', `${links.join('')}  </head>`);
}

export default defineConfig({
  root: 'client/app',
  plugins: [preloadScreens()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // The font stack and colours are ours: nothing worth inlining, and hashed files are cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What several screens share in small pieces comes in one: a request each costs a phone more than its bytes.
            { name: 'shared', test: /client[\\/]app[\\/](ui|store|styles)[\\/]|domain[\\/]crash[\\/]curve/ },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 400,
  },
});
