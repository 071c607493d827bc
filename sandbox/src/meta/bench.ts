import type {
  ConnectContext,
  Connector,
  InboundMessage,
  Media,
  Page,
  Receipt,
  RemoteRef,
  SendContext,
  Signal,
  Step,
  Variant,
} from '@pupitre/networks'

/** What the tests of Meta's networks do as the desk does it. */

export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const options = {
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  card: null,
  poll: null,
} as const

export const MB = 1024 * 1024
export const picture: Media = {
  id: 'm',
  mimeType: 'image/png',
  bytes: PIXEL.length,
  width: 1,
  height: 1,
  alt: { kind: 'text', text: 'Une miche' },
  focus: { x: 0, y: 0 },
}
export const film: Media = { ...picture, id: 'film', mimeType: 'video/mp4', bytes: 9 * MB, width: 1080, height: 1920, seconds: 20 }

export type PostAct = Extract<Step['act'], { kind: 'post' }>

export const refTo = (id: string): RemoteRef => ({ id, version: null, url: null })
export const stepOf = (act: Step['act']): Step => ({ key: crypto.randomUUID(), recordKey: null, act })
export const posting = (text: string, more: Partial<PostAct> = {}): Step =>
  stepOf({ kind: 'post', item: { text, media: [] }, options, media: [], reply: null, ...more })

export const messagesOf = ({ items }: Page<Signal>): InboundMessage[] =>
  items.flatMap((signal) => (signal.kind === 'message' ? [signal.message] : []))

/** A second ago: when an intent was written. */
export const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 1_000)

type Setting = {
  connector: Connector
  fetch: ConnectContext['fetch']
  now: () => Date
  fields: (name: string) => Promise<Record<string, string>>
}

export function benchOf({ connector, fetch, now, fields }: Setting) {
  const connecting = (): ConnectContext => ({
    fetch,
    now,
    signal: AbortSignal.timeout(20_000),
    redirectUri: 'http://127.0.0.1:4399/callback',
    clientId: null,
    clientName: 'Pupitre',
  })
  return {
    connecting,
    open: async (name: string, more: Record<string, string> = {}): Promise<SendContext> => {
      const connected = await connector.connect.withSecret?.(connecting(), { ...(await fields(name)), ...more })
      if (!connected) throw new Error('not connected')
      const base = { ...connecting(), ...connected, onCredentials: async () => undefined }
      return { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: await connector.limits(base) }
    },
    /** Everything that a version needs, one step after the other. */
    publish: async (ctx: SendContext, variant: Partial<Variant> & Pick<Variant, 'items'>, reply: PostAct['reply'] = null) => {
      const acts = connector.plan({ ...options, ...variant }, reply)
      const receipts: Receipt[] = []
      const steps: Step[] = []
      for (const [index] of acts.entries()) {
        const next = stepOf(connector.complete(acts, index, receipts))
        steps.push(next)
        receipts.push(await connector.send(ctx, next))
      }
      return { steps, receipts, last: steps.at(-1) as Step, ref: receipts.at(-1)?.ref ?? null }
    },
  }
}

/** Agrees in the place of a person: what the browser brings back. */
export async function agreed(url: string, as = 'lea'): Promise<URLSearchParams> {
  const answer = await globalThis.fetch(`${url}&as=${as}`, { redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '').searchParams
}
