import { z } from 'zod'

/** `meta.json` in a run's folder: what cannot be derived from the plan and the journal. */
export const runMetaSchema = z.strictObject({
  schema: z.literal(1),
  /** The lab's file as the user named it: `labs/gateway-pair.lab.ts`. */
  file: z.string(),
  runtime: z.enum(['netns', 'containerlab']),
  /** `virtual 7.3`: which kernel, and its release. */
  kernel: z.string(),
  hz: z.number().int(),
  virtualTime: z.boolean(),
  /** The run's; each trial's is derived from it. */
  seed: z.number().int(),
  /** Hash of kernel, agent and the files that a guest sees: what a trial is a function of beside lab, seed and index. */
  identity: z.string(),
  versions: z.record(z.string(), z.string()),
  wallMs: z.number(),
  /** What a repeat is told beside lab and seed: `--runtime containerlab`. */
  flags: z.array(z.string()).optional(),
  status: z.enum(['completed', 'failed', 'interrupted']),
})

export type RunMeta = z.infer<typeof runMetaSchema>
