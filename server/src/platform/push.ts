import { createECDH } from 'node:crypto'
import webPush from 'web-push'

/** What a browser gives when a person lets it ring (Push API). */
export type PushSubscription = { endpoint: string; keys: { p256dh: string; auth: string } }

/** What a device shows. `url` is where a touch leads, within the desk; two rings of the same `topic` show once. */
export type Ringing = { title: string; body: string; url: string; topic: string }

export type Push = {
  /** The desk's own key, which a browser needs to subscribe (VAPID, RFC 8292). */
  publicKey: string
  /** `gone`: this device will never ring again. */
  ring: (subscription: PushSubscription, ringing: Ringing) => Promise<'rang' | 'gone' | 'failed'>
}

const dayInSeconds = 86_400
const answerSeconds = 10

/**
 * Rings browsers and phones by their own push service, the words sealed for the device (RFC 8291). The key pair is derived: a restored desk
 * under the same master key rings the same devices. `contact` is told to the push service (an https or mailto address).
 */
export function createPush({ secret, fetch, contact }: { secret: string; fetch: typeof globalThis.fetch; contact: string }): Push {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(secret, 'base64url'))
  const publicKey = pair.getPublicKey('base64url')
  const vapidDetails = { subject: contact, publicKey, privateKey: pair.getPrivateKey('base64url') }
  return {
    publicKey,
    async ring(subscription, { topic, ...shown }) {
      const { endpoint, method, headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify(shown), {
        vapidDetails,
        TTL: dayInSeconds,
        urgency: 'high',
        topic,
      })
      const sent = { method, headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]) }
      const signal = AbortSignal.timeout(answerSeconds * 1000)
      try {
        const answer = await fetch(endpoint, { ...sent, body: body ? new Uint8Array(body) : null, signal })
        if (answer.status === 404 || answer.status === 410) return 'gone'
        return answer.ok ? 'rang' : 'failed'
      } catch {
        return 'failed'
      }
    },
  }
}
