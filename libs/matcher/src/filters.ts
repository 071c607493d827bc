/** The filters of the language, in both spellings, and how their values are compared. */
import type { FilterName } from './ast.ts'
import { foldText } from './fold.ts'

export const filterNames: Readonly<Record<string, FilterName>> = {
  lang: 'lang',
  langue: 'lang',
  author: 'author',
  auteur: 'author',
  site: 'site',
  network: 'network',
  reseau: 'network',
  type: 'type',
  has: 'has',
  avec: 'has',
  url: 'url',
}

/** What a message can have; the last three come from whoever read it on the network. */
export const hasValues: Readonly<Record<string, string>> = {
  link: 'link',
  lien: 'link',
  hashtag: 'hashtag',
  mention: 'mention',
  emoji: 'emoji',
  image: 'image',
  video: 'video',
  audio: 'audio',
}

export const knownFilters = 'lang:, author:, site:, network:, type:, has:, url:, exact:"…", followers>'
export const knownHas = 'link (lien), hashtag, mention, emoji, image, video, audio'

const trim = (name: FilterName, text: string): string => {
  if (name === 'author') return text.replace(/^@/, '')
  if (name === 'site')
    return text
      .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
      .replace(/[/?#:].*$/, '')
      .replace(/^\.+|\.+$/g, '')
  return name === 'lang' ? text.replaceAll('_', '-') : text
}

/** A filter's value as it is compared; empty when nothing is left of it. */
export const filterValue = (name: FilterName, value: string): string => trim(name, foldText(value.trim()))

/** What a language answers to: fr-CA is fr-ca and fr. */
export function langForms(lang: string): string[] {
  const value = filterValue('lang', lang)
  const primary = value.split('-')[0] ?? ''
  return primary === value ? [value] : [value, primary]
}

/** What an author answers to: @a.bsky.social is a.bsky.social and a. */
export function authorForms(author: string): string[] {
  const value = filterValue('author', author)
  const label = /^[^.@]*/.exec(value)?.[0] ?? ''
  return label === value || label === '' ? [value] : [value, label]
}
