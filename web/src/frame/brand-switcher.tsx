import { useNavigate } from '@tanstack/react-router'
import { Button } from 'react-aria-components/Button'
import { PAGES } from '../rooms.ts'
import { rememberBrand, useSession } from '../session.ts'
import { Icon } from '../ui/icon.tsx'
import { useT } from '../ui/language.ts'
import { Menu, type MenuEntry, type MenuGroup } from '../ui/menu.tsx'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'

function Sigil({ letters }: { letters: string }) {
  return (
    <span className={style.sigil} aria-hidden="true">
      {letters}
    </span>
  )
}

function useBrandGroups(): readonly MenuGroup[] {
  const t = useT(frameWords)
  const { me, brandId, can } = useSession()
  const navigate = useNavigate()
  const go = (id: string) => {
    rememberBrand(id)
    void navigate({ to: '.', search: { brand: id } })
  }
  const brands: MenuEntry[] = me.brands.map((brand) => ({
    id: brand.id,
    label: brand.name,
    sub: brand.demo ? t.demo : brand.organizationName === brand.name ? undefined : brand.organizationName,
    start: <Sigil letters={brand.initials} />,
    isCurrent: brand.id === brandId,
    perform: () => go(brand.id),
  }))
  if (me.brands.length > 1)
    brands.push({
      id: 'all',
      label: t.allBrands,
      sub: t.allBrandsSub(me.brands.length),
      start: <Sigil letters="∗" />,
      isCurrent: brandId === 'all',
      perform: () => go('all'),
    })
  const settings: MenuEntry[] = []
  if (PAGES.channels && can('channels'))
    settings.push({ id: 'channels', label: t.channels, icon: 'link', perform: () => void navigate({ to: '/settings/channels' }) })
  if (PAGES.brand && can('settings'))
    settings.push({ id: 'brand', label: t.brandSettings, icon: 'sliders', perform: () => void navigate({ to: '/settings/brand' }) })
  if (can('members'))
    settings.push({ id: 'team', label: t.team, icon: 'relations', perform: () => void navigate({ to: '/settings/team' }) })
  settings.push({ id: 'account', label: t.account, icon: 'user', perform: () => void navigate({ to: '/settings/account' }) })
  return [
    { id: 'brands', title: t.brands, entries: brands },
    { id: 'settings', title: t.settings, entries: settings },
  ].filter((group) => group.entries.length > 0)
}

export function BrandSwitcher() {
  const t = useT(frameWords)
  const { brand } = useSession()
  const name = brand?.name ?? t.allBrands
  return (
    <Menu
      label={t.switchBrand}
      groups={useBrandGroups()}
      trigger={
        <Button className={style.brand}>
          <span className="vh">{t.switchBrand}</span>
          <Sigil letters={brand?.initials ?? '∗'} />
          <span className={style.name}>{name}</span>
          <Icon name="down" size={14} />
        </Button>
      }
    />
  )
}
