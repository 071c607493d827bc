import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { useLanguage, useT } from '../../ui/language.ts'
import { NativeSelect } from '../../ui/native-select.tsx'
import { strengthOf } from '../strength.ts'
import { type Preset, setUp } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { DemoEntry } from './demo-entry.tsx'
import { Door, DoorError, DoorForm } from './door.tsx'
import style from './door.module.css'
import { NewPassword } from './new-password.tsx'
import { useEnter } from './use-enter.ts'
import { zoneOptions } from './zones.ts'

const PRESETS: readonly Preset[] = ['solo', 'team', 'agency', 'house']
const ZONES = zoneOptions()

type Filled = { name: string; email: string; password: string; organization: string; brand: string; zone: string; preset: Preset }
const EMPTY: Filled = {
  name: '',
  email: '',
  password: '',
  organization: '',
  brand: '',
  zone: ZONES[0]?.value ?? 'Europe/Paris',
  preset: 'solo',
}

function useSetup() {
  const t = useT(teamWords)
  const language = useLanguage()
  const enter = useEnter()
  const [filled, setFilled] = useState(EMPTY)
  const [tried, setTried] = useState(false)
  const save = useMutation({
    // One brand, one house: most people have a single name to give.
    mutationFn: () => setUp({ ...filled, organization: filled.organization.trim() || filled.brand.trim(), language }),
    onSuccess: enter,
  })
  const missing = {
    name: filled.name.trim() ? null : t.nameMissing,
    email: /^\S+@\S+\.\S+$/.test(filled.email) ? null : t.emailWrong,
    password: strengthOf(filled.password, []).reason === 'short' ? t.passwordTooShort : null,
    brand: filled.brand.trim() ? null : t.brandMissing,
  }
  const isComplete = Object.values(missing).every((fault) => fault === null)
  const submit = () => {
    setTried(true)
    if (isComplete) save.mutate()
  }
  return {
    filled,
    set:
      <K extends keyof Filled>(key: K) =>
      (value: Filled[K]) =>
        setFilled((before) => ({ ...before, [key]: value })),
    fault: (key: keyof typeof missing) => (tried ? missing[key] : null),
    submit,
    save,
  }
}

/** The first owner sets the house up; shown once in its life. */
export function SetupPage() {
  const t = useT(teamWords)
  const { filled, set, fault, submit, save } = useSetup()
  return (
    <Door title={t.setup.title} lead={t.setup.lead} points={t.setup.points} beside={<DemoEntry />}>
      <DoorForm onSubmit={submit}>
        <h2 className={style.part}>{t.setup.you}</h2>
        <TextField
          label={t.name}
          name="name"
          autoComplete="name"
          value={filled.name}
          onChange={set('name')}
          error={fault('name')}
          isRequired
        />
        <TextField
          label={t.email}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          value={filled.email}
          onChange={set('email')}
          error={fault('email')}
          isRequired
        />
        <NewPassword
          value={filled.password}
          onChange={set('password')}
          own={[filled.name, filled.email, filled.brand]}
          error={fault('password')}
        />
        <h2 className={style.part}>{t.setup.brand}</h2>
        <TextField label={t.setup.brandName} value={filled.brand} onChange={set('brand')} error={fault('brand')} isRequired />
        <TextField
          label={t.setup.organization}
          value={filled.organization}
          onChange={set('organization')}
          hint={t.setup.organizationHint}
          optional
          autoComplete="organization"
        />
        <NativeSelect label={t.setup.zone} value={filled.zone} options={ZONES} onChange={set('zone')} hint={t.setup.zoneHint} />
        <Radios
          label={t.setup.preset}
          value={filled.preset}
          onChange={set('preset')}
          options={PRESETS.map((value) => ({ value, ...t.setup.presets[value] }))}
        />
        <DoorError error={save.error} />
        <div className={style.end}>
          <Button type="submit" kind="primary" isPending={save.isPending}>
            {t.setup.open}
          </Button>
        </div>
      </DoorForm>
    </Door>
  )
}
