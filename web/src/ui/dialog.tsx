import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import style from './float.module.css'
import { useT } from './language.ts'
import { uiWords } from './ui.words.ts'

type Props = {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  wide?: boolean
  role?: 'dialog' | 'alertdialog'
}

export function Dialog({ title, isOpen, onClose, children, wide, role }: Props) {
  return (
    <ModalOverlay
      className={style.scrim}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role !== 'alertdialog'}
      data-modal
    >
      <Modal className={cx(style.modal, wide && style.wide)}>
        <AriaDialog className={style.dialog} role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export function DialogFeet({ children }: { children: ReactNode }) {
  return <div className={style.feet}>{children}</div>
}

type ConfirmProps = Omit<Props, 'role' | 'wide'> & { confirm: string; onConfirm: () => void; isFinal?: boolean; isPending?: boolean }

/** A question before an act; `isFinal` fills red, for what cannot be taken back. */
export function Confirm({ confirm, onConfirm, isFinal, isPending, children, ...rest }: ConfirmProps) {
  const t = useT(uiWords)
  return (
    <Dialog {...rest} role="alertdialog">
      {children}
      <DialogFeet>
        <Button onPress={rest.onClose} keys="escape">
          {t.goBack}
        </Button>
        <Button kind={isFinal ? 'final' : 'primary'} onPress={onConfirm} isPending={isPending}>
          {confirm}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
