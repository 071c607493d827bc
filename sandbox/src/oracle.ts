/** One thing that really stands on a simulated network, with the keys of the requests it came from. */
export type OracleEntry = {
  network:
    | 'mastodon'
    | 'discord'
    | 'telegram'
    | 'slack'
    | 'x'
    | 'linkedin'
    | 'youtube'
    | 'tiktok'
    | 'google_business'
    | 'pinterest'
    | 'facebook'
    | 'webhook'
    | 'instagram'
    | 'threads'
    | 'whatsapp'
    | 'plain-key'
    | 'plain-recordKey'
    | 'plain-readable'
    | 'plain-blind'
  act: string
  account: string
  id: string
  text: string
  target: string | null
  keys: string[]
  at: string
}
