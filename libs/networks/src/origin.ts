import { failure } from './http.ts'

/** The origin of a server that somebody named, or the network's own; http only for this very machine. */
export function originOf(named: string | undefined, own: string): string {
  const given = named?.trim() ?? ''
  if (given === '') return own
  const whole = given.includes('://') ? given : `https://${given}`
  const url = URL.canParse(whole) ? new URL(whole) : null
  const local = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && local))) return url.origin
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name of a server: ${given.slice(0, 100)}` })
}
