/** Who may import whom. The order of the modules is that of the job: a module may use those before it. */
const ranks = [
  ['team', 'channels', 'playbook'],
  ['listen', 'plan', 'people'],
  ['create', 'activate'],
  ['review'],
  ['publish', 'engage'],
  ['moderate', 'crisis'],
  ['measure', 'today'],
]
const any = (names) => `(${names.join('|')})`
const modules = ranks.flat()
const open = '\\.(public|schema|events)\\.ts$'

const upward = ranks.slice(0, -1).map((rank, i) => ({
  name: `order-${rank[0]}`,
  comment:
    'A lower module does not know a higher one: it announces an event, or is handed a port by app.ts. Shapes, tables in a read and events may be named.',
  severity: 'error',
  from: { path: `^server/src/${any(rank)}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^server/src/${any(ranks.slice(i + 1).flat())}/`, pathNot: '\\.(schema|tables|events)\\.ts$' },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'libs-stand-alone',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.test\\.ts$|conformance' },
      to: { path: '^(server|web|sandbox|bench|e2e)/' },
    },
    { name: 'sandbox-knows-the-contract-only', severity: 'error', from: { path: '^sandbox/' }, to: { path: '^(server|web|bench|e2e)/' } },
    {
      name: 'platform-knows-no-job',
      severity: 'error',
      from: { path: '^server/src/platform/' },
      to: { path: `^server/src/${any(modules)}/` },
    },
    {
      name: 'siblings-by-their-door',
      comment: 'A sibling is used through its .public, .schema and .events; a store may read its tables in a join.',
      severity: 'error',
      from: { path: `^server/src/${any(modules)}/`, pathNot: '\\.(test|store)\\.ts$' },
      to: { path: `^server/src/${any(modules)}/`, pathNot: [`^server/src/$1/`, open] },
    },
    {
      name: 'stores-read-tables',
      severity: 'error',
      from: { path: `^server/src/${any(modules)}/[^/]+\\.store\\.ts$` },
      to: { path: `^server/src/${any(modules)}/`, pathNot: [`^server/src/$1/`, open, '\\.tables\\.ts$'] },
    },
    { name: 'nothing-points-back-up', severity: 'error', from: { path: '\\.store\\.ts$' }, to: { path: '\\.(service|routes|jobs)\\.ts$' } },
    { name: 'services-know-no-http', severity: 'error', from: { path: '\\.service\\.ts$' }, to: { path: '\\.(routes|jobs)\\.ts$' } },
    { name: 'web-sees-shapes-only', severity: 'error', from: { path: '^web/src/' }, to: { path: '^server/', pathNot: '\\.schema\\.ts$' } },
    { name: 'ui-knows-no-job', severity: 'error', from: { path: '^web/src/ui/' }, to: { path: `^web/src/${any(modules)}/` } },
    {
      name: 'today-is-imported-by-nobody',
      severity: 'error',
      from: { path: `^server/src/${any(modules)}/`, pathNot: '^server/src/today/' },
      to: { path: '^server/src/today/' },
    },
    ...upward,
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/dist/|\\.generated\\.ts$|^peers/)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.css'],
    },
  },
}
