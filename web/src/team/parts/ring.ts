/** Letting this browser ring: permission, service worker, subscription (Push API). */

/** The person, or the browser for them, said no. */
export class RingRefused extends Error {}

/** Browsers ring only for what came safely: https, or the machine itself. */
export const canRing = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

export async function subscribeHere(publicKey: string): Promise<PushSubscriptionJSON> {
  if ((await Notification.requestPermission()) !== 'granted') throw new RingRefused()
  await navigator.serviceWorker.register('/ringing.js')
  const { pushManager } = await navigator.serviceWorker.ready
  // One that was made for another desk at this address would never be heard.
  const known = await pushManager.getSubscription()
  const isOurs = known && new Uint8Array(known.options.applicationServerKey ?? new ArrayBuffer(0)).join() === bytesOf(publicKey).join()
  if (known && !isOurs) await known.unsubscribe()
  const made = isOurs ? known : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
  return made.toJSON()
}

export async function unsubscribeHere(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  const known = await registration?.pushManager.getSubscription()
  await known?.unsubscribe()
}
