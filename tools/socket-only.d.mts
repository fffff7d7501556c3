import type { Plugin } from 'esbuild'

export const socketOnly: Plugin
