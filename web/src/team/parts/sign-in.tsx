import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { signIn, verifyCode } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { DemoEntry } from './demo-entry.tsx'
import { Door, DoorError, DoorForm } from './door.tsx'
import style from './door.module.css'
import { useEnter } from './use-enter.ts'

function SecondFactor({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useT(teamWords)
  const [kind, setKind] = useState<'totp' | 'backup-code'>('totp')
  const [code, setCode] = useState('')
  const [trusted, setTrusted] = useState(false)
  const verify = useMutation({ mutationFn: () => verifyCode(kind, code.replaceAll(/\s/g, ''), trusted), onSuccess: onDone })
  const isTotp = kind === 'totp'
  return (
    <Door title={t.factor.title} lead={isTotp ? t.factor.lead : t.factor.backupLead}>
      <DoorForm onSubmit={() => verify.mutate()}>
        <TextField
          key={kind}
          label={isTotp ? t.factor.code : t.factor.backup}
          value={code}
          onChange={setCode}
          inputMode={isTotp ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          autoFocus
          isRequired
        />
        <Checkbox isSelected={trusted} onChange={setTrusted} sub={t.factor.trustSub}>
          {t.factor.trust}
        </Checkbox>
        <DoorError error={verify.error} />
        <div className={style.end}>
          <Button type="submit" kind="primary" isPending={verify.isPending}>
            {t.factor.verify}
          </Button>
          <Button
            kind="word"
            onPress={() => {
              setCode('')
              verify.reset()
              setKind(isTotp ? 'backup-code' : 'totp')
            }}
          >
            {isTotp ? t.factor.useBackup : t.factor.useTotp}
          </Button>
          <Button kind="word" onPress={onBack}>
            {t.factor.otherAccount}
          </Button>
        </div>
      </DoorForm>
    </Door>
  )
}

export function SignInPage() {
  const t = useT(teamWords)
  const { next } = useSearch({ from: '/sign-in' })
  const enter = useEnter(next)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const sign = useMutation({
    mutationFn: () => signIn({ email: email.trim(), password }),
    onSuccess: (answer) => {
      if (answer.twoFactorRedirect) setNeedsCode(true)
      else void enter()
    },
  })
  if (needsCode) return <SecondFactor onDone={() => void enter()} onBack={() => setNeedsCode(false)} />
  return (
    <Door title={t.signIn.title} lead={t.signIn.lead}>
      <DoorForm onSubmit={() => sign.mutate()}>
        <TextField
          label={t.email}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          value={email}
          onChange={setEmail}
          isRequired
        />
        <PasswordField
          label={t.password}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        <DoorError error={sign.error} />
        <div className={style.end}>
          <Button type="submit" kind="primary" isPending={sign.isPending}>
            {t.signIn.enter}
          </Button>
          <LinkButton kind="word" to="/forgotten">
            {t.signIn.forgotten}
          </LinkButton>
        </div>
      </DoorForm>
      <DemoEntry />
    </Door>
  )
}
