import { LENGTHS_SECONDS, plantedOutages } from './planted.ts'

// A minute. A busy machine cannot send faster in real time without losing packets itself.
plantedOutages('uml', [{ ratePps: 100, sizesBytes: [32, 1472], lengthsSeconds: LENGTHS_SECONDS }])
