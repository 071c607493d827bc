import type { HandoverForm } from '@pupitre/server/team/team.handover.schema'
import { useQueries } from '@tanstack/react-query'
import { useSession } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Section } from '../../ui/page.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { type Handover, handoverAddress, handoversQuery } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import style from './team.module.css'

/** The browser keeps the file and stays on the page. */
function take(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

function Take({ brandId, id, label }: { brandId: string; id: string; label: string }) {
  const t = useT(teamWords).handover
  const isMine = id === 'mine'
  const entry = (as: HandoverForm, icon: MenuEntry['icon'], words: { label: string; sub: string }): MenuEntry => ({
    id: as,
    icon,
    ...words,
    perform: () => take(handoverAddress(brandId, id, as)),
  })
  const entries = [
    entry('page', 'print', { label: t.page, sub: t.pageSub }),
    entry('portfolio', 'measure', isMine ? { label: t.own, sub: t.ownSub } : { label: t.portfolio, sub: t.portfolioSub }),
    entry('json', 'file', { label: t.json, sub: t.jsonSub }),
  ]
  return (
    <Menu
      label={label}
      placement="bottom end"
      trigger={
        <Button compact icon="download" aria-label={label}>
          {t.take}
        </Button>
      }
      groups={[{ id: 'forms', entries }]}
    />
  )
}

/** Packs of those who left the brands at the desk. */
export function Handovers({ brandIds }: { brandIds: readonly string[] }) {
  const t = useT(teamWords).handover
  const format = useFormat()
  const { me } = useSession()
  const found = useQueries({ queries: brandIds.map(handoversQuery) })
  const rows = found.flatMap(({ data = [] }, i) => data.map((row) => ({ ...row, brandId: brandIds[i] ?? '' })))
  const nameOf = (id: string) => me.brands.find((brand) => brand.id === id)?.name
  const why = (row: Handover) => t[row.reason](format.dateShort(row.reason === 'ended' && row.endsAt ? row.endsAt : row.madeAt))
  const error = found.find((one) => one.error)?.error
  return (
    <section className={style.pending}>
      <h2>{t.title}</h2>
      <p className="dim">{t.text}</p>
      {error && <ErrorState error={error} />}
      {!error && rows.length === 0 && found.every((one) => one.data) && <p className="dim">{t.none}</p>}
      <ul className={style.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <Avatar name={row.name} />
            <span>
              {row.name}
              <span className={style.sub}>{[brandIds.length > 1 && nameOf(row.brandId), why(row)].filter(Boolean).join(', ')}</span>
            </span>
            <Take brandId={row.brandId} id={row.id} label={t.takeOf(row.name)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** For whoever leaves on a known day: what to leave, and what to take along. */
export function OwnHandover() {
  const t = useT(teamWords).handover
  const format = useFormat()
  const { me } = useSession()
  const leaving = me.brands.filter((brand) => brand.endsAt !== null && brand.rights.includes('read'))
  if (leaving.length === 0) return null
  return (
    <Section title={t.mission} text={t.missionText}>
      <ul className={style.list}>
        {leaving.map((brand) => {
          const says = t.closes(brand.name, format.full(brand.endsAt ?? ''))
          return (
            <li key={brand.id}>
              <Avatar name={brand.name} />
              <span>{says}</span>
              <Take brandId={brand.id} id="mine" label={`${t.take}, ${brand.name}`} />
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
