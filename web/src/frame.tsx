import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { type CSSProperties, lazy, Suspense, useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { frameWords } from './frame/frame.words.ts'
import style from './frame/frame.module.css'
import { FreezeSwitch } from './frame/freeze.tsx'
import { Waiting } from './frame/outside.tsx'
import { BrandSwitcher } from './frame/brand-switcher.tsx'
import { Rail, Tabs } from './frame/rail.tsx'
import { startLive } from './live.ts'
import { queries } from './queries.ts'
import { PAGES, ROOMS } from './rooms.ts'
import { meQuery, rememberBrand, SessionContext, sessionFor, useSession } from './session.ts'
import { type Action, useActions } from './ui/actions.ts'
import { announce } from './ui/announce.ts'
import { useFormat, ZoneContext } from './ui/format.ts'
import { Icon } from './ui/icon.tsx'
import { Kbd } from './ui/kbd.tsx'
import { setLanguage, useT } from './ui/language.ts'
import { useNow } from './ui/now.ts'
import { EmptyState } from './ui/states.tsx'
import { setTheme } from './ui/theme.ts'
import { Toasts } from './ui/toast.tsx'
import { useTitle } from './ui/use-title.ts'

const FindPalette = lazy(() => import('./frame/find.tsx'))
const ShortcutHelp = lazy(() => import('./ui/shortcut-help.tsx').then((file) => ({ default: file.ShortcutHelp })))

const DemoBar = lazy(() => import('./frame/demo-bar.tsx'))

const RAIL = 'pupitre.rail'

/** Open or folded as the person left it; before any choice, folded where the room needs the width. */
function useRail(): [boolean, () => void] {
  const { pathname } = useLocation()
  const [kept, setKept] = useState(() => localStorage.getItem(RAIL))
  const isWideRoom = ROOMS.some((room) => room.isWide && pathname.startsWith(room.to))
  const isMin = kept ? kept === 'min' : isWideRoom
  const toggle = () => {
    const next = isMin ? 'open' : 'min'
    localStorage.setItem(RAIL, next)
    setKept(next)
  }
  return [isMin, toggle]
}

function Clock() {
  const format = useFormat()
  const t = useT(frameWords)
  const now = useNow(10_000)
  return (
    <time className={style.clock} dateTime={new Date(now).toISOString()} title={t.zoneTime(format.zoneName(now))}>
      {format.dayShort(now)} · {format.time(now)}
    </time>
  )
}

type Opened = 'palette' | 'help' | null

function useFrameActions(open: (what: Opened) => void, toggleRail: () => void): void {
  const t = useT(frameWords)
  const { can } = useSession()
  const navigate = useNavigate()
  const rooms = ROOMS.map((room): Action => ({
    id: `go.${room.id}`,
    label: t.rooms[room.id],
    icon: room.icon,
    keys: room.keys,
    group: 'go',
    perform: () => void navigate({ to: room.to }),
  }))
  useActions([
    ...rooms,
    {
      id: 'go.create',
      label: t.createPost,
      icon: 'plus',
      keys: 'n',
      group: 'do',
      when: PAGES.studio !== null && can('write'),
      perform: () => void navigate({ to: '/studio/$contentId', params: { contentId: 'new' } }),
    },
    {
      id: 'go.channels',
      label: t.channels,
      icon: 'link',
      group: 'go',
      when: PAGES.channels !== null && can('channels'),
      perform: () => void navigate({ to: '/settings/channels' }),
    },
    {
      id: 'go.approvals',
      label: t.approvals,
      icon: 'check',
      keys: 'g v',
      group: 'go',
      when: PAGES.approvals !== null && can('approve'),
      perform: () => void navigate({ to: '/approvals' }),
    },
    {
      id: 'go.brand',
      label: t.brandSettings,
      icon: 'sliders',
      group: 'go',
      when: can('settings'),
      perform: () => void navigate({ to: '/settings/brand' }),
    },
    {
      id: 'go.team',
      label: t.team,
      icon: 'relations',
      group: 'go',
      when: can('members'),
      perform: () => void navigate({ to: '/settings/team' }),
    },
    { id: 'go.account', label: t.account, icon: 'user', group: 'go', perform: () => void navigate({ to: '/settings/account' }) },
    { id: 'frame.palette', label: t.findLabel, icon: 'search', keys: 'mod+k', perform: () => open('palette') },
    { id: 'frame.help', label: t.help, icon: 'info', keys: '?', group: 'do', perform: () => open('help') },
    { id: 'frame.rail', label: t.collapse, icon: 'left', group: 'do', perform: toggleRail },
  ])
}

function usePlace(): void {
  const t = useT(frameWords)
  const { pathname } = useLocation()
  const room = ROOMS.find((each) => pathname.startsWith(each.to))
  const settings = {
    '/settings/channels': t.channels,
    '/settings/brand': t.brandSettings,
    '/settings/team': t.team,
    '/settings/account': t.account,
  }[pathname]
  const title = room ? t.rooms[room.id] : (settings ?? '')
  useTitle(title)
  useEffect(() => {
    if (title) announce(title)
  }, [title])
}

function Desk() {
  const t = useT(frameWords)
  const { brand, brandId, me } = useSession()
  const [opened, setOpened] = useState<Opened>(null)
  const [isMin, toggleRail] = useRail()
  useFrameActions(setOpened, toggleRail)
  usePlace()
  const close = () => setOpened(null)
  return (
    <div className={style.desk} style={{ '--rail-now': isMin ? 'var(--rail-min)' : 'var(--rail)' } as CSSProperties}>
      <a className={style.skip} href="#content">
        {t.toContent}
      </a>
      <Rail isMin={isMin} onToggle={toggleRail} onHelp={() => setOpened('help')} />
      <header className={style.top}>
        <div className={style.phoneBrand}>
          <BrandSwitcher />
        </div>
        <Button className={style.find} aria-keyshortcuts="Control+K" onPress={() => setOpened('palette')}>
          <Icon name="search" />
          <span>{t.find}</span>
          <Kbd keys="mod+k" />
        </Button>
        {brand?.demo && (
          <Suspense>
            <DemoBar organizationId={brand.organizationId} />
          </Suspense>
        )}
        <span className={style.space} />
        <Clock />
        <FreezeSwitch />
      </header>
      <main className={style.main} id="content" tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          {me.brands.length === 0 ? <EmptyState title={t.noBrandTitle}>{t.noBrandText}</EmptyState> : <Outlet key={brandId} />}
        </Suspense>
      </main>
      <Tabs />
      <Toasts />
      <Suspense>
        {opened === 'palette' && <FindPalette onClose={close} />}
        {opened === 'help' && <ShortcutHelp isOpen onClose={close} />}
      </Suspense>
    </div>
  )
}

export function Frame() {
  const { data: me } = useSuspenseQuery(meQuery)
  const { brand: wanted } = useSearch({ from: '/desk' })
  const session = sessionFor(me, wanted)
  useEffect(() => {
    setLanguage(me.user.language)
    setTheme(me.user.theme)
  }, [me.user.language, me.user.theme])
  useEffect(() => rememberBrand(session.brandId), [session.brandId])
  useEffect(() => startLive(queries, me.user.id), [me.user.id])
  const zone = session.brand?.zone ?? me.brands[0]?.zone ?? 'Europe/Paris'
  return (
    <SessionContext value={session}>
      <ZoneContext value={zone}>
        <Desk />
      </ZoneContext>
    </SessionContext>
  )
}
