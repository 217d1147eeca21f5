// The web app's build. Nothing it makes is loaded from elsewhere, and nothing in it is inline: the server sends a
// Content-Security-Policy that forbids both.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { uswdsSubset } from './build/uswds-subset.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SERVER = process.env.LEADTIME_SERVER ?? 'http://localhost:4409';
const passOn = { target: SERVER, changeOrigin: false };

export default defineConfig(({ command }) => {
  return {
    root: here('.'),
    plugins: [react(), uswdsSubset()],
    // lib/kit's barrel also exports digests, which need Node; the browser uses none of them.
    resolve: { alias: { 'node:crypto': here('./src/app/no-node-crypto.ts') } },
    define: { 'process.env.NODE_ENV': JSON.stringify(command === 'build' ? 'production' : 'development') },
    build: {
      outDir: here('./dist'),
      emptyOutDir: true,
      target: ['chrome125', 'firefox128', 'safari17.5'],
      cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
      assetsInlineLimit: 0, // no data: URLs; the policy need not allow them
      modulePreload: { polyfill: false },
      sourcemap: false,
      reportCompressedSize: true,
      chunkSizeWarningLimit: 700,
    },
    server: {
      port: Number(process.env.PORT ?? 4410),
      strictPort: true,
      fs: { allow: [here('..')] },
      proxy: { '/api': passOn, '/feed': passOn, '^/ledger/(checkpoint|tile)': passOn },
    },
  };
});
