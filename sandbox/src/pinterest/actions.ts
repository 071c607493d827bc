import { codePoints } from '@pupitre/networks'
import type { Picture, Pin, PinterestStore } from './store.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

/** A refusal in Pinterest's shape: `{ code, message }`. */
export class PinterestRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly headers: Record<string, string>
  constructor(status: number, code: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const invalid = (message: string) => new PinterestRefusal(400, 1, message)

export type Words = Pick<Pin, 'title' | 'description' | 'link' | 'alt'>
export type NewPin = Words & { boardId: string; pictures: Omit<Picture, 'id'>[]; filmId: string | null }

export type PinterestSettings = {
  filmDelayMs: number
  /** So many calls that change something in so many milliseconds; null: no limit. */
  rate: { limit: number; perMs: number } | null
}

export type PinterestActions = ReturnType<typeof createPinterestActions>

export function createPinterestActions(store: PinterestStore) {
  const settings: PinterestSettings = { filmDelayMs: 0, rate: null }
  return {
    settings,
    pin: (userId: string, init: NewPin) => pin(store, userId, init),
    change: (one: Pin, words: Partial<Words>) => {
      const next = { ...wordsOf(one), ...words }
      acceptable(next)
      Object.assign(one, next)
      return one
    },
    react: (userId: string, pinId: string) => store.memory.pins.get(pinId)?.reactions.add(userId),
    comment: (userId: string, pinId: string, text: string) => store.memory.pins.get(pinId)?.comments.push({ from: userId, text }),
  }
}

const wordsOf = ({ title, description, link, alt }: Pin): Words => ({ title, description, link, alt })

function acceptable({ title, description, link, alt }: Words): void {
  const limits: [string, string | null, number][] = [
    ['title', title, 100],
    ['description', description, 800],
    ['link', link, 2_048],
    ['alt_text', alt, 500],
  ]
  for (const [name, value, max] of limits) {
    if (value !== null && codePoints(value) > max) throw invalid(`Invalid request: "${name}" is too long, it may have ${max} characters.`)
  }
}

/** A film that was sent and worked on, or at least one picture. */
function usable({ memory, clock }: PinterestStore, userId: string, { filmId, pictures }: NewPin): void {
  if (filmId === null) {
    if (pictures.length === 0) throw invalid('Invalid request: "media_source" is a required property.')
    return
  }
  const film = memory.films.get(filmId)
  if (film?.ownerId !== userId || film.bytes === null) throw invalid('Invalid request: media_id is unknown.')
  if (film.readyAt > clock.ms()) throw invalid('Invalid request: the video is still being processed.')
}

function pin(store: PinterestStore, userId: string, init: NewPin): Pin {
  const { memory } = store
  acceptable(init)
  if (memory.boards.get(init.boardId)?.ownerId !== userId) throw new PinterestRefusal(404, 40, 'Board not found.')
  usable(store, userId, init)
  const pictures = init.pictures.map((picture) => ({ ...picture, id: store.newId() }))
  for (const picture of pictures) memory.pictures.set(picture.id, picture)
  const { title, description, link, alt, boardId, filmId } = init
  const made: Pin = {
    id: store.newId(),
    boardId,
    at: store.clock.now().toISOString(),
    title,
    description,
    link,
    alt,
    pictures: pictures.map(({ id }) => id),
    filmId,
    reactions: new Set(),
    comments: [],
  }
  memory.pins.set(made.id, made)
  return made
}
