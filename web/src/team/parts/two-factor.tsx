import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { queries } from '../../queries.ts'
import { meQuery, useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { disableTwoFactor, enableTwoFactor, verifyCode } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { DoorError, DoorForm } from './door.tsx'
import style from './team.module.css'

const Qr = lazy(() => import('./qr.tsx').then((file) => ({ default: file.Qr })))

type Secret = { totpURI: string; backupCodes: string[] }

function AskPassword({ onPassword, error, isPending }: { onPassword: (password: string) => void; error: unknown; isPending: boolean }) {
  const t = useT(teamWords)
  const [password, setPassword] = useState('')
  return (
    <DoorForm onSubmit={() => onPassword(password)}>
      <p>{t.account.askPassword}</p>
      <PasswordField label={t.account.current} autoComplete="current-password" value={password} onChange={setPassword} autoFocus />
      <DoorError error={error} />
      <DialogFeet>
        <Button type="submit" kind="primary" isPending={isPending} isDisabled={password === ''}>
          {t.account.continue}
        </Button>
      </DialogFeet>
    </DoorForm>
  )
}

function Enrol({ secret, onDone }: { secret: Secret; onDone: () => void }) {
  const t = useT(teamWords).account
  const [code, setCode] = useState('')
  const verify = useMutation({ mutationFn: () => verifyCode('totp', code.replaceAll(/\s/g, ''), false), onSuccess: onDone })
  const key = new URL(secret.totpURI).searchParams.get('secret') ?? ''
  return (
    <DoorForm onSubmit={() => verify.mutate()}>
      <p>{t.scan}</p>
      <Suspense fallback={<Skeleton />}>
        <Qr text={secret.totpURI} label={t.qr} />
      </Suspense>
      <p className={style.key}>
        {t.key} <code>{key.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <TextField label={t.thenCode} value={code} onChange={setCode} inputMode="numeric" autoComplete="one-time-code" />
      <DoorError error={verify.error} />
      <DialogFeet>
        <Button type="submit" kind="primary" isPending={verify.isPending}>
          {t.confirm}
        </Button>
      </DialogFeet>
    </DoorForm>
  )
}

function Backups({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useT(teamWords).account
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    toast(t.copied)
  }
  return (
    <>
      <p>{t.backups}</p>
      <ul className={style.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <DialogFeet>
        <Button icon="copy" onPress={() => void copy()}>
          {t.copyBackups}
        </Button>
        <Button kind="primary" onPress={onClose}>
          {t.done}
        </Button>
      </DialogFeet>
    </>
  )
}

function FactorDialog({ isOn, onClose }: { isOn: boolean; onClose: () => void }) {
  const t = useT(teamWords).account
  const [secret, setSecret] = useState<Secret | null>(null)
  const [isProved, setProved] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: meQuery.queryKey })
  const ask = useMutation({
    mutationFn: (password: string) => (isOn ? disableTwoFactor(password).then(() => null) : enableTwoFactor(password)),
    onSuccess: async (made) => {
      setSecret(made)
      if (made) return
      await refresh()
      toast(t.disabled)
      onClose()
    },
  })
  const proved = () => {
    setProved(true)
    toast(t.enabled)
  }
  const close = () => {
    void refresh()
    onClose()
  }
  return (
    <Dialog title={isOn ? t.disable : t.factor} isOpen onClose={close}>
      {!secret && <AskPassword onPassword={ask.mutate} error={ask.error} isPending={ask.isPending} />}
      {secret && !isProved && <Enrol secret={secret} onDone={proved} />}
      {secret && isProved && <Backups codes={secret.backupCodes} onClose={close} />}
    </Dialog>
  )
}

export function TwoFactor() {
  const t = useT(teamWords).account
  const { me } = useSession()
  const [isOpen, setOpen] = useState(false)
  const isOn = me.user.twoFactor
  return (
    <Section title={t.factor} text={isOn ? t.factorOn : undefined}>
      {isOn ? (
        <Chip icon="check" tone="green">
          {t.enabled}
        </Chip>
      ) : (
        <p>{t.factorOff}</p>
      )}
      <Button kind={isOn ? 'danger' : 'outline'} icon="lock" onPress={() => setOpen(true)}>
        {isOn ? t.disable : t.enable}
      </Button>
      {isOpen && <FactorDialog isOn={isOn} onClose={() => setOpen(false)} />}
    </Section>
  )
}
