import type { Plugin } from 'esbuild'

export const koffiBeside: Plugin
