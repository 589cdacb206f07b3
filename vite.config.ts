import { defineConfig, type Plugin } from 'vite';

/** Most people come in by the lobby: its code is fetched together with the app's, not after it has run. */
function preloadLobby(): Plugin {
  return {
    name: 'preload-lobby',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
        const lobby = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/LobbyScreen.tsx'));
        if (!lobby) return html;
        const scripts = [lobby.fileName, ...lobby.imports].filter((file) => !html.includes(file));
        return scripts.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: '', href: `/${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

export default defineConfig({
  root: 'client/app',
  plugins: [preloadLobby()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // The font stack and colours are ours: nothing worth inlining, and hashed files are cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
});
