import { hash } from '../random.ts'
import type { Clock } from '../clock.ts'

/** What a program of somebody's own remembers that takes Pupitre's signed requests: what it acted on, by the id of the request. */

export type WebhookPost = {
  id: string
  receiver: string
  key: string
  text: string
  media: { type: string; alt: string }[]
  parent: string | null
  at: number
}

/** A request that the program makes of the desk, ready to be carried there. */
export type WebhookCall = { headers: Record<string, string>; body: string }

function emptyMemory() {
  return {
    posts: new Map<string, WebhookPost>(),
    /** What was acted on, by receiver and id. */
    done: new Map<string, string>(),
    calls: [] as WebhookCall[],
    last: 0,
  }
}

export type WebhookStore = {
  readonly memory: ReturnType<typeof emptyMemory>
  clock: Clock
  origin: string
  reset: () => void
  secretOf: (receiver: string) => string
  /** What a person types to connect the receiver of this name. */
  fieldsFor: (receiver: string) => { server: string; signingSecret: string }
  postsOf: (receiver: string) => WebhookPost[]
}

export function createWebhookStore(clock: Clock): WebhookStore {
  let memory = emptyMemory()
  const store: WebhookStore = {
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    secretOf: (receiver) => `whsec_${Buffer.from(`sandbox secret of the receiver ${hash(receiver).toString(36)}`).toString('base64')}`,
    fieldsFor: (receiver) => ({ server: `${store.origin}/receivers/${receiver}?from=desk`, signingSecret: store.secretOf(receiver) }),
    postsOf: (receiver) => [...memory.posts.values()].filter((post) => post.receiver === receiver).sort((a, b) => b.at - a.at),
  }
  return store
}
