const MOST = 400

/** Thumbnails by address, kept while the score is open; the ones not looked at for longest go first. */
export class Pictures {
  #held = new Map<string, HTMLImageElement | 'waiting' | 'absent'>()
  #arrived: () => void

  constructor(arrived: () => void) {
    this.#arrived = arrived
  }

  /** Null until it has arrived; asking for it fetches it. */
  get(url: string | null): HTMLImageElement | null {
    if (!url) return null
    const held = this.#held.get(url)
    if (held === undefined) this.#fetch(url)
    if (typeof held !== 'object') return null
    this.#held.delete(url)
    this.#held.set(url, held)
    return held
  }

  #fetch(url: string): void {
    this.#held.set(url, 'waiting')
    const image = new Image()
    image.decoding = 'async'
    image.addEventListener('load', () => {
      this.#held.set(url, image)
      this.#trim()
      this.#arrived()
    })
    image.addEventListener('error', () => this.#held.set(url, 'absent'))
    image.src = url
  }

  #trim(): void {
    for (const [url] of this.#held) {
      if (this.#held.size <= MOST) return
      this.#held.delete(url)
    }
  }
}
