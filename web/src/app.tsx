import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { ApiError, api } from './client.ts'
import { Crash, Lost, LostOutside, Waiting } from './frame/outside.tsx'
import { onSignedOut, queries } from './queries.ts'
import { PAGES } from './rooms.ts'
import { meQuery } from './session.ts'

type DeskSearch = { brand?: string; panel?: string }

const text = (value: unknown) => (typeof value === 'string' && value.length <= 200 ? value : undefined)

const root = createRootRoute({ component: Outlet, notFoundComponent: LostOutside })

/** Nobody signed in: the first owner sets the house up, everybody else signs in and comes back to where they were. */
async function askWhoItIs(href: string): Promise<never> {
  const { needed } = await api.get<{ needed: boolean }>('/api/v1/setup')
  throw needed ? redirect({ to: '/setup' }) : redirect({ to: '/sign-in', search: { next: href } })
}

const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  validateSearch: (search: Record<string, unknown>): DeskSearch => ({ brand: text(search.brand), panel: text(search.panel) }),
  search: { middlewares: [retainSearchParams(['brand'])] },
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(meQuery)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return askWhoItIs(location.href)
      throw error
    }
  },
  component: lazyRouteComponent(() => import('./frame.tsx'), 'Frame'),
})

type Loader = (() => Promise<{ default: ComponentType }>) | null

function room<const P extends string>(path: P, load: Loader) {
  return createRoute({ getParentRoute: () => desk, path, component: load ? lazyRouteComponent(load) : Lost })
}

/** Pages before the desk, in one chunk of their own. */
function door<const P extends string>(path: P, name: 'SetupPage' | 'SignInPage' | 'ForgottenPage' | 'ResetPage' | 'InvitationPage') {
  return createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: (search: Record<string, unknown>): { next?: string; token?: string; error?: string } => ({
      next: text(search.next),
      token: text(search.token),
      error: text(search.error),
    }),
    component: lazyRouteComponent(() => import('./team/doors.tsx'), name),
  })
}

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/today' })
    },
  }),
  door('/setup', 'SetupPage'),
  door('/sign-in', 'SignInPage'),
  door('/forgotten', 'ForgottenPage'),
  door('/reset', 'ResetPage'),
  door('/invitation/$token', 'InvitationPage'),
  // A client's month: the link is the key, nobody signs in.
  createRoute({
    getParentRoute: () => root,
    path: '/revue/$token',
    component: PAGES.review ? lazyRouteComponent(PAGES.review) : Lost,
  }),
  desk.addChildren([
    room('/today', PAGES.today),
    room('/inbox', PAGES.inbox),
    room('/inbox/$conversationId', PAGES.inbox),
    room('/calendar', PAGES.calendar),
    room('/studio', PAGES.studio),
    room('/studio/$contentId', PAGES.studio),
    room('/measure', PAGES.measure),
    room('/measure/$', PAGES.measure),
    room('/ledger/$deliveryId', PAGES.ledger),
    room('/assist/$deliveryId', PAGES.assist),
    room('/approvals', PAGES.approvals),
    room('/settings/channels', PAGES.channels),
    room('/settings/channels/connected', PAGES.connected),
    room('/settings/brand', PAGES.brand),
    room('/settings/team', PAGES.members),
    room('/settings/account', PAGES.account),
  ]),
])

export const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Crash,
  scrollRestoration: true,
})

// The inbox is drawn by the server before the desk comes; any other page has nothing to wait for.
router.subscribe('onResolved', ({ toLocation }) => {
  if (!toLocation.pathname.startsWith('/inbox')) document.getElementById('first-view')?.remove()
})

onSignedOut(() => {
  if (router.state.location.pathname === '/sign-in') return
  queries.clear()
  void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
