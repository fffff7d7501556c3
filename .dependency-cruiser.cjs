/** Files of every mechanism for these facets: `options.ts`, `options-timers.ts`. */
const mechanisms = (...facets) => `^src/mechanisms/[^/]+/(${facets.join('|')})[.-]`

/** Who may import whom: the tables of docs/architecture.md, which test/architecture.test.ts compares. Type imports count. */
const rooms = {
  '^src/model/': ['^src/model/'],
  '^src/words/': ['^src/(model|words)/'],
  '^src/compose/': ['^src/(model|words|compose)/', mechanisms('data', 'options', 'needs')],
  '^src/theory/': ['^src/(model|theory)/', mechanisms('theory')],
  '^src/render/': ['^src/(model|render)/', mechanisms('data', 'configure', 'text')],
  '^src/picture/': ['^src/(model|picture)/', mechanisms('data', 'text')],
  '^src/plan/': ['^src/(model|theory|render|plan)/', mechanisms('data', 'settle', 'needs')],
  '^src/journal/': ['^src/(model|words|journal)/', mechanisms('schema', 'needs')],
  '^src/measure/': ['^src/(model|journal|measure)/'],
  '^src/verdict/': ['^src/(model|measure|verdict)/'],
  '^src/diagnosis/': ['^src/(model|measure|theory|diagnosis)/'],
  '^src/page/': ['^src/(model|picture|page)/', '^src/report/story/schema\\.ts$'],
  '^src/report/': ['^src/(model|journal|measure|verdict|picture|diagnosis|page|report)/', mechanisms('text')],
  '^src/linux/': ['^src/linux/', '^src/model/(bond|route|stitch|time|topology|traffic-control)\\.ts$'],
  '^src/inject/': ['^src/(model|linux|inject)/'],
  '^src/observe/': ['^src/(model|linux|observe)/', mechanisms('data', 'watch')],
  '^src/agent/': ['^src/(model|journal|linux|inject|observe|agent)/', mechanisms('data', 'needs', 'probe')],
  '^src/build/': ['^src/(model|journal|build)/'],
  '^src/kernel/': ['^src/(model|journal|build|kernel)/', mechanisms('needs')],
  '^src/runtime/': ['^src/(model|render|journal|build|kernel|runtime)/', mechanisms('ask')],
  '^src/clab/': ['^src/(model|words|compose|clab)/', '^schema/', mechanisms('data', 'options')],
  '^src/lease/': ['^src/(model|linux|inject|journal|kernel|runtime|lease)/'],
  '^src/lab/': ['^src/(model|words|compose|theory|plan|lab)/', mechanisms('data', 'needs')],
  '^src/run/': ['^src/(?!agent/|cli/|live/|vitest/|report/terminal\\.ts)'],
  '^src/live/': ['^src/(model|words|journal|kernel|lease|lab|measure|run|live)/', mechanisms('text')],
  '^src/vitest/': ['^src/(model|words|journal|measure|lab|report|run|vitest)/'],
  '^topologies/': ['^topologies/', '^src/(model|words|compose)/', mechanisms('data')],
  '^chaos/': ['^chaos/', '^src/(model|words)/'],
  '^labs/': ['^labs/parts/', '^(topologies|chaos)/index\\.ts$', '^src/index\\.ts$'],
}

/** What the files of a facet may import beside those of the same facet and `data`. */
const facets = {
  data: ['^src/model/'],
  options: ['^src/(model|words)/', '^src/compose/(options|report)\\.ts$'],
  configure: ['^src/model/'],
  settle: ['^src/(model|theory)/', mechanisms('theory')],
  theory: ['^src/(model|theory)/'],
  text: ['^src/model/'],
  schema: ['^src/model/'],
  watch: ['^src/(model|linux)/'],
  ask: ['^src/model/'],
  needs: [],
  probe: ['^src/(model|linux)/', mechanisms('needs')],
}

const outside = ['node_modules', '^node:', '^[a-z_/]+$']

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([from, allowed]) => ({
      name: `room ${from.replace(/[\^/]+/g, ' ').trim()}`,
      comment: `This room may import ${allowed.join(' ')} only; what both need belongs into src/model/.`,
      severity: 'error',
      from: { path: from },
      to: { pathNot: [...allowed, ...outside], dependencyTypesNot: ['core', 'npm', 'npm-dev'] },
    })),
    ...Object.entries(facets).map(([facet, allowed]) => ({
      name: `facet ${facet}`,
      comment: `This facet of a mechanism may import ${allowed.join(' ')} only.`,
      severity: 'error',
      from: { path: mechanisms(facet) },
      to: {
        pathNot: [mechanisms(facet, 'data'), ...allowed, ...outside],
        dependencyTypesNot: ['core', 'npm', 'npm-dev'],
      },
    })),
    {
      name: 'facets',
      comment: 'Each file of a mechanism belongs to a facet, which says what it may import.',
      severity: 'error',
      from: { path: '^src/mechanisms/', pathNot: mechanisms(...Object.keys(facets)) },
      to: {},
    },
    {
      name: 'second opinion',
      comment: 'It examines what the program says, so it shares no code with it; its own tests run the program.',
      severity: 'error',
      from: { path: '^test/opinion/', pathNot: '\\.test\\.ts$|/labs/' },
      to: { pathNot: ['^test/opinion/', ...outside], dependencyTypesNot: ['core'] },
    },
    {
      name: 'browser',
      comment: 'What needs a browser is the script of a page, and nothing else imports it.',
      severity: 'error',
      from: { pathNot: '^src/page/view/' },
      to: { path: '^src/page/view/' },
    },
    {
      name: 'docker',
      comment: 'Docker is asked, and named, by src/runtime/containerlab/ only.',
      severity: 'error',
      from: { path: '^(src|topologies|chaos|labs)/', pathNot: '^src/runtime/containerlab/' },
      to: { path: 'node_modules/(@types/)?dockerode/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
