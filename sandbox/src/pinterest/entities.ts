import type { Board, Pin, Pinner, PinterestStore } from './store.ts'

/** What is remembered, as the interface shows it. */

type Entity = Record<string, unknown>

export function accountEntity({ memory }: PinterestStore, { id, username, businessName, followers }: Pinner): Entity {
  const boards = [...memory.boards.values()].filter(({ ownerId }) => ownerId === id)
  return {
    account_type: 'BUSINESS',
    id,
    username,
    business_name: businessName,
    profile_image: `https://i.pinimg.example/${username}.jpg`,
    website_url: '',
    about: '',
    board_count: boards.length,
    pin_count: boards.reduce((sum, board) => sum + [...memory.pins.values()].filter((pin) => pin.boardId === board.id).length, 0),
    follower_count: followers,
    following_count: 3,
    monthly_views: 163,
  }
}

export function boardEntity({ memory }: PinterestStore, { id, name, ownerId }: Board): Entity {
  return {
    id,
    name,
    description: '',
    owner: { username: memory.pinners.get(ownerId)?.username ?? '' },
    privacy: 'PUBLIC',
    created_at: '2024-01-15T12:00:00',
    pin_count: [...memory.pins.values()].filter((pin) => pin.boardId === id).length,
    follower_count: 4,
    collaborator_count: 0,
  }
}

function imagesOf(store: PinterestStore, pictureId: string): Entity {
  const at = (size: string, px: number) => ({ width: px, height: px, url: `${store.origin}/pinterest-images/${size}/${pictureId}` })
  return { '150x150': at('150x150', 150), '400x300': at('400x300', 400), '600x': at('600x', 600), '1200x': at('1200x', 1_200) }
}

function mediaEntity(store: PinterestStore, { pictures, filmId }: Pin): Entity {
  const [first = ''] = pictures
  if (filmId !== null)
    return {
      media_type: 'video',
      cover_image_url: `${store.origin}/pinterest-images/cover/${filmId}`,
      duration: 6,
      height: 640,
      width: 360,
    }
  if (pictures.length === 1) return { media_type: 'image', images: imagesOf(store, first) }
  const items = pictures.map((id) => ({ item_type: 'image', images: imagesOf(store, id), title: null, description: null, link: null }))
  return { media_type: 'multiple_images', items }
}

/** The moment stands without a zone, as Pinterest writes it. */
export function pinEntity(store: PinterestStore, pin: Pin): Entity {
  const board = store.memory.boards.get(pin.boardId)
  const media = mediaEntity(store, pin)
  const types: Record<string, string> = { video: 'VIDEO', multiple_images: 'CAROUSEL' }
  return {
    id: pin.id,
    created_at: pin.at.replace(/\.\d+Z$/, ''),
    link: pin.link,
    title: pin.title,
    description: pin.description,
    alt_text: pin.alt,
    board_id: pin.boardId,
    board_section_id: null,
    board_owner: { username: store.memory.pinners.get(board?.ownerId ?? '')?.username ?? '' },
    creative_type: types[String(media['media_type'])] ?? 'REGULAR',
    dominant_color: '#6e7874',
    has_been_promoted: false,
    is_owner: true,
    is_standard: true,
    parent_pin_id: null,
    media,
  }
}

/** Figures of ninety days, and of the whole life for reactions and comments: only those that were asked for. */
export function figuresEntity(pin: Pin, asked: readonly string[]): Entity {
  const summary = { IMPRESSION: 40 + pin.reactions.size, OUTBOUND_CLICK: 2, PIN_CLICK: 5, SAVE: 1 }
  const lifetime = { TOTAL_REACTIONS: pin.reactions.size, TOTAL_COMMENTS: pin.comments.length }
  const kept = (whole: Record<string, number>) => Object.fromEntries(Object.entries(whole).filter(([name]) => asked.includes(name)))
  return { all: { daily_metrics: [], summary_metrics: kept(summary), lifetime_metrics: kept(lifetime) } }
}
