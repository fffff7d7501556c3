import { createHash } from 'node:crypto'
import { NODE_IDLE, NODE_IMAGE } from '../model/node-image.ts'

/** The node image for people with a registry; `backhoe image build` makes the same without one. */
export function renderDockerfile(): string {
  return `FROM debian:${NODE_IMAGE.suite}-slim
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends \\
${NODE_IMAGE.packages.map((name) => `      ${name} \\\n`).join('')} && rm -rf /var/lib/apt/lists/*
CMD ${NODE_COMMAND}
${Object.entries(NODE_LABELS)
  .map(([key, value]) => `LABEL ${key}=${value}\n`)
  .join('')}`
}

export const NODE_COMMAND = JSON.stringify(['sh', '-c', NODE_IDLE])

/** What goes into the image by our choice; the versions are Debian's. */
export const NODE_LABELS: Readonly<Record<string, string>> = {
  'org.opencontainers.image.title': 'backhoe-node',
  'org.opencontainers.image.version': NODE_IMAGE.version,
  'backhoe.recipe': createHash('sha256')
    .update(JSON.stringify([NODE_IMAGE, NODE_IDLE]))
    .digest('hex'),
}
