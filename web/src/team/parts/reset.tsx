import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { Notice } from '../../ui/states.tsx'
import { strengthOf } from '../strength.ts'
import { askReset, resetPassword } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { Door, DoorError, DoorForm } from './door.tsx'
import style from './door.module.css'
import { NewPassword } from './new-password.tsx'

function BackToSignIn() {
  const t = useT(teamWords)
  return (
    <LinkButton kind="word" to="/sign-in">
      {t.backToSignIn}
    </LinkButton>
  )
}

export function ForgottenPage() {
  const t = useT(teamWords)
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => askReset(email.trim()) })
  return (
    <Door title={t.forgotten.title} lead={t.forgotten.lead}>
      <DoorForm onSubmit={() => ask.mutate()}>
        {ask.isSuccess ? (
          <Notice tone="green" title={t.forgotten.sent}>
            {t.forgotten.sentText}
          </Notice>
        ) : (
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
        )}
        <DoorError error={ask.error} />
        <div className={style.end}>
          {!ask.isSuccess && (
            <Button type="submit" kind="primary" isPending={ask.isPending}>
              {t.forgotten.send}
            </Button>
          )}
          <BackToSignIn />
        </div>
      </DoorForm>
    </Door>
  )
}

export function ResetPage() {
  const t = useT(teamWords)
  const { token, error } = useSearch({ from: '/reset' })
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const reset = useMutation({ mutationFn: () => resetPassword(token ?? '', password) })
  const isShort = strengthOf(password, []).reason === 'short'
  const submit = () => {
    setTried(true)
    if (!isShort) reset.mutate()
  }
  const dead = !token || error
  return (
    <Door title={t.reset.title} lead={t.reset.lead}>
      <DoorForm onSubmit={submit}>
        {dead && (
          <Notice tone="red" title={t.refusals.INVALID_TOKEN.what}>
            {t.refusals.INVALID_TOKEN.todo}
          </Notice>
        )}
        {reset.isSuccess && (
          <Notice tone="green" title={t.reset.done}>
            {t.reset.doneText}
          </Notice>
        )}
        {!dead && !reset.isSuccess && (
          <NewPassword value={password} onChange={setPassword} own={[]} error={tried && isShort ? t.passwordTooShort : null} />
        )}
        <DoorError error={reset.error} />
        <div className={style.end}>
          {!dead && !reset.isSuccess && (
            <Button type="submit" kind="primary" isPending={reset.isPending}>
              {t.reset.save}
            </Button>
          )}
          {dead ? (
            <LinkButton kind="primary" to="/forgotten">
              {t.reset.again}
            </LinkButton>
          ) : (
            <BackToSignIn />
          )}
        </div>
      </DoorForm>
    </Door>
  )
}
