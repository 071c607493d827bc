import type { Clock } from './clock.ts'
import { createDiscord } from './discord/discord.ts'
import { discordEntries } from './discord/oracle.ts'
import { createGoogle } from './google/google.ts'
import { createGoogleBusiness } from './google_business/google_business.ts'
import { businessEntries } from './google_business/oracle.ts'
import type { Route } from './http.ts'
import { createLinkedIn } from './linkedin/linkedin.ts'
import { linkedInEntries } from './linkedin/oracle.ts'
import { createMastodon } from './mastodon/mastodon.ts'
import { mastodonEntries } from './mastodon/oracle.ts'
import { createMe } from './meta/me.ts'
import type { OracleEntry } from './oracle.ts'
import { pinterestEntries } from './pinterest/oracle.ts'
import { createPinterest } from './pinterest/pinterest.ts'
import { facebookEntries } from './facebook/oracle.ts'
import { createFacebook } from './facebook/facebook.ts'
import { instagramEntries } from './instagram/oracle.ts'
import { createInstagram } from './instagram/instagram.ts'
import { threadsEntries } from './threads/oracle.ts'
import { createThreads } from './threads/threads.ts'
import { whatsappEntries } from './whatsapp/oracle.ts'
import { createWhatsApp } from './whatsapp/whatsapp.ts'
import type { Random } from './random.ts'
import { slackEntries } from './slack/oracle.ts'
import { createSlack } from './slack/slack.ts'
import { telegramEntries } from './telegram/oracle.ts'
import { createTelegram } from './telegram/telegram.ts'
import { webhookEntries } from './webhook/oracle.ts'
import { createWebhook } from './webhook/webhook.ts'
import { xEntries } from './x/oracle.ts'
import { tiktokEntries } from './tiktok/oracle.ts'
import { createTikTok } from './tiktok/tiktok.ts'
import { createX } from './x/x.ts'
import { youtubeEntries } from './youtube/oracle.ts'
import { createYouTube } from './youtube/youtube.ts'

/** The networks that are simulated after real ones: one line each here and in `entriesOf`. */
export function createNetworks(clock: Clock, random: Random, seed: number) {
  // On Meta's Graph one address belongs to several networks.
  const me = createMe('v25.0')
  const google = createGoogle(clock)
  return {
    mastodon: createMastodon(clock, random, seed),
    discord: createDiscord(clock),
    telegram: createTelegram(clock),
    slack: createSlack(clock),
    x: createX(clock),
    linkedin: createLinkedIn(clock),
    google,
    youtube: createYouTube(clock, google),
    tiktok: createTikTok(clock),
    google_business: createGoogleBusiness(clock, google),
    pinterest: createPinterest(clock),
    facebook: createFacebook(clock, me),
    webhook: createWebhook(clock),
    instagram: createInstagram(clock, me),
    threads: createThreads(clock),
    whatsapp: createWhatsApp(clock),
  }
}

export type Networks = ReturnType<typeof createNetworks>

export function entriesOf(networks: Networks): OracleEntry[] {
  return [
    ...mastodonEntries(networks.mastodon),
    ...discordEntries(networks.discord),
    ...telegramEntries(networks.telegram),
    ...slackEntries(networks.slack),
    ...xEntries(networks.x),
    ...linkedInEntries(networks.linkedin),
    ...youtubeEntries(networks.youtube),
    ...tiktokEntries(networks.tiktok),
    ...businessEntries(networks.google_business),
    ...pinterestEntries(networks.pinterest),
    ...facebookEntries(networks.facebook),
    ...webhookEntries(networks.webhook),
    ...instagramEntries(networks.instagram),
    ...threadsEntries(networks.threads),
    ...whatsappEntries(networks.whatsapp),
  ]
}

export function routesOf(networks: Networks): Route[] {
  return Object.values(networks).flatMap(({ routes }) => routes)
}

export function resetAll(networks: Networks): void {
  for (const { store } of Object.values(networks)) store.reset()
}

/** Addresses that are handed out begin with where the sandbox listens. */
export function tellOrigin(networks: Networks, url: string): void {
  for (const { store } of Object.values(networks)) if ('origin' in store) store.origin = url
}
