import { expect, test } from 'vitest'
import { renderDockerfile } from '../../src/render/dockerfile.ts'

test('the Dockerfile in images/node is the list of the node image', async () => {
  await expect(renderDockerfile()).toMatchFileSnapshot('../../images/node/Dockerfile')
})
