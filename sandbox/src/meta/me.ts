import { route, type Call, type Reply, type Route } from '../http.ts'
import { answer, badToken, tokenOf } from './graph.ts'

/** `/me` is whoever the token speaks for: each network knows its own tokens by how they begin. */
export type Me = {
  route: Route
  of: (prefix: string, work: (call: Call) => Reply) => void
  /** Tokens of Pages, and the accounts of Instagram for which they speak as well. */
  linked: Map<string, { userId: string; pageId: string }>
}

export function createMe(version: string): Me {
  const known: { prefix: string; work: (call: Call) => Reply }[] = []
  const work = (call: Call): Reply => {
    const found = known.find(({ prefix }) => tokenOf(call).startsWith(prefix))
    if (!found) throw badToken()
    return found.work(call)
  }
  return {
    route: route(`GET /${version}/me`, (call) => answer(call, work)),
    of: (prefix, one) => void known.push({ prefix, work: one }),
    linked: new Map(),
  }
}
