import { describe, expect, it } from 'vitest'
import { intoPage, renderFirstView, type FirstView } from './engage.first.service.ts'
import type { ConversationRow } from './engage.schema.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const row = {
  id: '01a21101-14f4-7750-baf7-7e7811b445dd',
  brandId: 'b',
  brandName: 'Maison & Levain',
  person: { name: '<script>alert(1)</script>', handle: 'x' },
  firstLine: '"><img src=x onerror=alert(1)>',
  unread: 1,
  lastAt: '2026-11-24T08:00:00Z',
  waitingSince: '2026-11-24T08:00:00Z',
} as unknown as ConversationRow
const view: FirstView = {
  language: 'fr',
  theme: 'dark',
  zone: 'Europe/Paris',
  brand: 'all',
  view: 'team',
  showBrand: true,
  page: { items: [row], counts: { mine: 0, team: 1, waiting: 1, snoozed: 0 } },
  open: null,
}
const page = '<html lang="fr"><head><link rel="preload" as="font" href="/a.woff2" /></head><body><div id="desk"></div></body></html>'

describe('[S1-33] the inbox before any script', () => {
  it('shows who waits, in the person’s language and theme', () => {
    const html = intoPage(page, view, now)
    expect(html).toContain('<html lang="fr" data-theme="dark">')
    expect(html).toContain('attend depuis 2\u202Fh')
    expect(html).toContain('Maison &amp; Levain')
    expect(html).not.toContain('as="font"')
    expect(html.indexOf('first-view')).toBeLessThan(html.indexOf('id="desk"'))
  })

  it('lets nothing from outside become markup', () => {
    const html = renderFirstView({ ...view, language: 'en' }, now)
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;script&gt;')
  })

  it('weighs little: twenty-five long rows in less than 30 kB', () => {
    const items = Array.from({ length: 25 }, () => ({ ...row, firstLine: 'é'.repeat(160) }))
    expect(Buffer.byteLength(renderFirstView({ ...view, page: { ...view.page, items } }, now))).toBeLessThan(30_000)
  })
})
