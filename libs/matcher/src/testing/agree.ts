/** Rounds of random queries against random posts, with live edits in between: the engine must say what brute force says. */
import type { Node } from '../ast.ts'
import { QueryError } from '../errors.ts'
import { createMatcher, type Matcher } from '../matcher.ts'
import { parse } from '../parse.ts'
import { type Random, randomGroups, randomOf, randomPost, randomQuery } from './random.ts'
import { hear, Reference } from './reference.ts'

export type Disagreement = { query: string; post: unknown; engine: boolean }
export type Agreement = { checks: number; positive: number; faults: Disagreement[] }

const groups = new Map(Object.entries(randomGroups).map(([name, source]) => [name, parse(source)] as const))

class Round {
  readonly queries = new Map<number, { source: string; node: Node }>()
  readonly matcher: Matcher<number> = createMatcher<number>({ groups: randomGroups })
  private readonly random: Random
  private next = 0

  /** Small tables would never remember words; here half of the rounds do. */
  constructor(random: Random) {
    this.random = random
    if (random() < 0.5) this.matcher.tables.kernel.call.rememberFrom(0)
  }

  /** One edit: an addition, sometimes a replacement or a removal. */
  edit(): void {
    const known = [...this.queries.keys()]
    const id = known[Math.floor(this.random() * known.length)]
    const die = this.random()
    if (id !== undefined && die < 0.2) {
      this.queries.delete(id)
      this.matcher.remove(id)
      return
    }
    this.write(id !== undefined && die < 0.4 ? id : (this.next += 1))
  }

  private write(id: number): void {
    const source = randomQuery(this.random)
    try {
      const node = parse(source)
      this.matcher.replace(id, source)
      this.queries.set(id, { source, node })
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
    }
  }
}

/** At least `least` checks from this seed on; a check is one query on one post. */
export function agree(seed: number, least: number): Agreement {
  const out: Agreement = { checks: 0, positive: 0, faults: [] }
  const reference = new Reference(groups)
  for (let k = 0; out.checks < least; k += 1) {
    const random = randomOf(seed + k)
    const round = new Round(random)
    for (let turn = 0; turn < 6; turn += 1) {
      for (let i = 0; i < 15; i += 1) round.edit()
      compare(
        round,
        Array.from({ length: 12 }, () => randomPost(random)),
        reference,
        out,
      )
    }
  }
  return out
}

function compare(round: Round, posts: ReturnType<typeof randomPost>[], reference: Reference, out: Agreement): void {
  const answers = round.matcher.matchMany(posts)
  posts.forEach((post, i) => {
    const said = new Set(answers[i])
    const judged = hear(post)
    for (const [id, { source, node }] of round.queries) {
      const expected = reference.matches(node, judged)
      out.checks += 1
      if (expected) out.positive += 1
      if (expected !== said.has(id) && out.faults.length < 20) out.faults.push({ query: source, post, engine: said.has(id) })
    }
    if ((answers[i]?.length ?? 0) !== said.size) out.faults.push({ query: 'an id twice', post, engine: true })
  })
}
