import { useNavigate } from '@tanstack/react-router'
import { Button } from 'react-aria-components/Button'
import { api } from '../client.ts'
import { queries } from '../queries.ts'
import { meQuery, useSession } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { type Language, LANGUAGES, setLanguage, useLanguage, useT } from '../ui/language.ts'
import { Menu } from '../ui/menu.tsx'
import { setTheme, type Theme, useTheme } from '../ui/theme.ts'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** Language and appearance change at once here and follow the person to other machines. */
export function keepPreference(patch: { language?: Language; theme?: Theme }): void {
  if (patch.language) setLanguage(patch.language)
  if (patch.theme) setTheme(patch.theme)
  void api.patch('/api/v1/me', patch).then(
    () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
    // This machine already holds the choice; the account keeps the former one and nothing is lost.
    () => undefined,
  )
}

export async function signOut(): Promise<void> {
  await api.post('/api/auth/sign-out', {})
  // Nothing of the former person may stay in memory.
  location.assign('/sign-in')
}

export function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const t = useT(frameWords)
  const { me, brand } = useSession()
  const navigate = useNavigate()
  const language = useLanguage()
  const theme = useTheme()
  const role = brand ? t.roles[brand.role] : t.severalBrands(me.brands.length)
  return (
    <Menu
      label={me.user.name}
      placement="top start"
      groups={[
        {
          id: 'own',
          entries: [
            { id: 'account', label: t.account, icon: 'user', perform: () => void navigate({ to: '/settings/account' }) },
            { id: 'help', label: t.help, icon: 'info', keys: '?', perform: onHelp },
          ],
        },
        {
          id: 'theme',
          title: t.theme,
          entries: THEMES.map((each) => ({
            id: each,
            label: t.themes[each],
            isCurrent: each === theme,
            perform: () => keepPreference({ theme: each }),
          })),
        },
        {
          id: 'language',
          title: t.language,
          entries: LANGUAGES.map((each) => ({
            id: each,
            label: t.languages[each],
            isCurrent: each === language,
            perform: () => keepPreference({ language: each }),
          })),
        },
        { id: 'out', entries: [{ id: 'out', label: t.signOut, icon: 'ext', perform: () => void signOut() }] },
      ]}
      trigger={
        <Button className={style.person}>
          <Avatar name={me.user.name} me here />
          <span className={style.who}>
            <span>{me.user.name}</span>
            <small>{role}</small>
          </span>
        </Button>
      }
    />
  )
}
