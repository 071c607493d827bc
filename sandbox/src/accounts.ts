import type { NetworkId } from '@pupitre/networks'
import type { Networks } from './networks.ts'

/** What connects an account of this name on each simulated network, by a secret; the account is made when it is not there yet. */
type Fields = Record<string, string>
type Account = (name: string) => Fields

type Accounts = Partial<Record<NetworkId, Account>>

const openNetworks = (networks: Networks, server: Fields): Accounts => ({
  mastodon: (name) => {
    const { store } = networks.mastodon
    const { id } = store.find(name) ?? store.createAccount({ username: name })
    return { ...server, token: store.tokenFor(id) }
  },
  discord: (name) => {
    const { store } = networks.discord
    const { guildId, id } = store.channel(name)
    return { ...server, handle: `https://discord.com/channels/${guildId}/${id}`, token: store.tokenFor(`bot-${name}`) }
  },
  telegram: (name) => ({ ...server, handle: `@${name}`, token: networks.telegram.store.channel(name).token }),
  slack: (name) => {
    const { store } = networks.slack
    return { ...server, handle: `https://maisonlevain.slack.com/archives/${store.channel(name).id}`, token: store.tokenFor(name) }
  },
})

const otherNetworks = (networks: Networks, server: Fields): Accounts => ({
  x: (name) => ({ ...server, ...networks.x.store.keysFor(name) }),
  linkedin: (name) => {
    const { store } = networks.linkedin
    store.page(name, 'levain')
    return { ...server, token: store.tokenFor('levain'), handle: `https://www.linkedin.com/company/${name}/` }
  },
  youtube: (name) => ({
    ...server,
    token: networks.google.store.refreshTokenFor(networks.youtube.store.channel(name).owner, [
      'https://www.googleapis.com/auth/youtube.upload',
      'https://www.googleapis.com/auth/youtube.force-ssl',
      'https://www.googleapis.com/auth/yt-analytics.readonly',
    ]),
    ...networks.google.store.app,
    audited: 'oui',
  }),
  google_business: (name) => {
    const { title, owner } = networks.google_business.store.place('levain', name)
    const token = networks.google.store.refreshTokenFor(owner, ['https://www.googleapis.com/auth/business.manage'])
    return { ...server, handle: title, token, ...networks.google.store.app }
  },
  facebook: (name) => {
    const { store } = networks.facebook
    store.page(name)
    return { ...server, handle: name, token: store.tokenFor(name) }
  },
  instagram: (name) => {
    const { store } = networks.instagram
    store.user(name, true)
    return { ...server, token: store.tokenFor(name) }
  },
  threads: (name) => {
    const { store } = networks.threads
    store.user(name)
    return { ...server, token: store.tokenFor(name) }
  },
  tiktok: (name) => {
    const { store } = networks.tiktok
    return { ...server, token: store.refreshTokenFor(name), ...store.app, audited: 'oui' }
  },
  webhook: (name) => networks.webhook.store.fieldsFor(name),
  pinterest: (name) => {
    const { store } = networks.pinterest
    store.board(name, 'Nos pains')
    return { ...server, token: store.tokenFor(name), handle: `https://www.pinterest.fr/${name}/nos-pains/` }
  },
})

export const accountsOf = (networks: Networks, url: string): Accounts => ({
  ...openNetworks(networks, { server: url }),
  ...otherNetworks(networks, { server: url }),
})
