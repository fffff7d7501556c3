import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { secondsOf } from './seconds.ts'

/**
 * Started last, a long file would leave the other cores without work until it ends. Vitest’s own order goes by a cache, which a
 * fresh clone has not, and by the size of files, which says little.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = (one: TestSpecification): number => secondsOf(relative(this.ctx.config.root, one.moduleId))
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || seconds(b) - seconds(a))
  }
}

const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder
