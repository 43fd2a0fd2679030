import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

// Names without hashes: the server embeds the files and answers with their content's tag.
export default defineConfig({
  plugins: [solid()],
  base: './',
  build: {
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: { entryFileNames: 'viewer.js', chunkFileNames: 'curves.js', assetFileNames: 'viewer[extname]' },
    },
  },
});
