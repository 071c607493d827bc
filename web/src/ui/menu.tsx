import { Fragment, type ReactElement, type ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover, type PopoverProps } from 'react-aria-components/Popover'
import { cx } from './cx.ts'
import style from './float.module.css'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'

export type MenuEntry = {
  id: string
  label: string
  icon?: IconName
  start?: ReactNode
  sub?: string
  keys?: string
  danger?: boolean
  isDisabled?: boolean
  isCurrent?: boolean
  perform: () => void
}

export type MenuGroup = { id: string; title?: string; entries: readonly MenuEntry[] }

function Entry({ entry }: { entry: MenuEntry }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      onAction={entry.perform}
      isDisabled={entry.isDisabled}
      className={cx(style.item, entry.danger && style.danger)}
    >
      {entry.start ?? (entry.icon && <Icon name={entry.icon} />)}
      <span>
        {entry.label}
        {entry.sub && <span className={style.sub}>{entry.sub}</span>}
      </span>
      {entry.isCurrent && (
        <span className={style.end}>
          <Icon name="check" />
        </span>
      )}
      {entry.keys && <Kbd keys={entry.keys} />}
    </MenuItem>
  )
}

/** A button and the list it opens; entries are the same objects as actions (menu, shortcut, palette). */
export function Menu({
  label,
  trigger,
  groups,
  placement = 'bottom start',
}: {
  label: string
  trigger: ReactElement
  groups: readonly MenuGroup[]
  placement?: PopoverProps['placement']
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={style.float} offset={4} placement={placement}>
        <AriaMenu aria-label={label} className={style.menu}>
          {groups.map((group) =>
            group.title ? (
              <MenuSection key={group.id} id={group.id}>
                <Header className={style.header}>{group.title}</Header>
                {group.entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </MenuSection>
            ) : (
              <Fragment key={group.id}>
                {group.entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </Fragment>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
