import { useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Header } from 'react-aria-components/Header'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { TextField } from 'react-aria-components/TextField'
import { type Action, useAllActions } from './actions.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { useT } from './language.ts'
import style from './palette.module.css'
import { uiWords } from './ui.words.ts'

/** One thing found in the house (a post, a conversation): rooms give them, the palette only lists them. */
export type Found = { id: string; label: string; sub?: string; icon: IconName; open: () => void }

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Every word typed begins a word of the label or of its keywords, accents aside. */
export function matches(typed: string, label: string, keywords = ''): boolean {
  const words = folded(`${label} ${keywords}`).split(/[^\p{L}\p{N}]+/u)
  return folded(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)))
}

type Props = { isOpen: boolean; onClose: () => void; find?: (typed: string) => readonly Found[] }

function Section({ title, actions, onPick }: { title: string; actions: readonly Action[]; onPick: (perform: () => void) => void }) {
  if (actions.length === 0) return null
  return (
    <ListBoxSection>
      <Header className={style.head}>{title}</Header>
      {actions.map((action) => (
        <ListBoxItem key={action.id} id={action.id} textValue={action.label} className={style.item} onAction={() => onPick(action.perform)}>
          <Icon name={action.icon ?? 'go'} />
          {action.label}
          {action.keys && <Kbd keys={action.keys} />}
        </ListBoxItem>
      ))}
    </ListBoxSection>
  )
}

/** Ctrl K: go to, do, find. */
export function CommandPalette({ isOpen, onClose, find }: Props) {
  const t = useT(uiWords)
  const [typed, setTyped] = useState('')
  const all = useAllActions().filter((action) => action.group && matches(typed, action.label, action.keywords))
  const found = typed.trim() && find ? find(typed) : []
  const pick = (perform: () => void) => {
    onClose()
    setTyped('')
    // After the palette gave the focus back, so that what opens keeps it.
    requestAnimationFrame(perform)
  }
  return (
    <ModalOverlay className={style.scrim} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable data-modal>
      <Modal className={style.modal}>
        <Dialog className={style.dialog} aria-label={t.paletteTitle}>
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <TextField aria-label={t.paletteTitle} autoFocus className={style.field}>
              <Icon name="search" />
              <Input placeholder={t.paletteHint} />
              <Kbd keys="escape" />
            </TextField>
            <ListBox
              className={style.list}
              aria-label={t.paletteTitle}
              selectionMode="none"
              renderEmptyState={() => <p className={style.none}>{t.paletteNone}</p>}
            >
              <Section title={t.paletteGo} actions={all.filter((action) => action.group === 'go')} onPick={pick} />
              <Section title={t.paletteDo} actions={all.filter((action) => action.group === 'do')} onPick={pick} />
              {found.length > 0 && (
                <ListBoxSection>
                  <Header className={style.head}>{t.paletteFind}</Header>
                  {found.map((one) => (
                    <ListBoxItem key={one.id} id={one.id} textValue={one.label} className={style.item} onAction={() => pick(one.open)}>
                      <Icon name={one.icon} />
                      {one.label}
                      {one.sub && <span className={style.sub}>{one.sub}</span>}
                    </ListBoxItem>
                  ))}
                </ListBoxSection>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
