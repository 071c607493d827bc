import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { keepPreference, signOut } from '../frame/person-menu.tsx'
import { queries } from '../queries.ts'
import { meQuery, useSession } from '../session.ts'
import { allowSingleKeys, singleKeysAllowed } from '../ui/actions.ts'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { PasswordField, TextField } from '../ui/field.tsx'
import { LANGUAGES, useLanguage, useT } from '../ui/language.ts'
import { Page, Section } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { type Theme, useTheme } from '../ui/theme.ts'
import { toast } from '../ui/toast.tsx'
import { Devices } from './parts/devices.tsx'
import { DoorError, DoorForm } from './parts/door.tsx'
import { OwnHandover } from './parts/handover.tsx'
import { NewPassword } from './parts/new-password.tsx'
import { Sessions } from './parts/sessions.tsx'
import { TwoFactor } from './parts/two-factor.tsx'
import { strengthOf } from './strength.ts'
import { changePassword, patchMe, sessionsQuery } from './team.client.ts'
import { teamWords } from './team.words.ts'

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

function Profile() {
  const t = useT(teamWords)
  const { me } = useSession()
  const [name, setName] = useState(me.user.name)
  const save = useMutation({
    mutationFn: () => patchMe({ name: name.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      toast(t.account.saved)
    },
  })
  return (
    <Section title={t.account.profile} text={me.user.email}>
      <DoorForm onSubmit={() => name.trim() && save.mutate()}>
        <TextField
          label={t.name}
          hint={t.nameHint}
          autoComplete="name"
          value={name}
          onChange={setName}
          error={name.trim() ? null : t.nameMissing}
        />
        <DoorError error={save.error} />
        <Button type="submit" isPending={save.isPending} isDisabled={name.trim() === me.user.name}>
          {t.account.save}
        </Button>
      </DoorForm>
    </Section>
  )
}

function Preferences() {
  const t = useT(teamWords).account
  const { language: label } = useT(teamWords)
  const language = useLanguage()
  const theme = useTheme()
  const [keys, setKeys] = useState(singleKeysAllowed)
  return (
    <Section title={t.desk}>
      <Segmented
        label={label}
        showLabel
        value={language}
        onChange={(value) => keepPreference({ language: value })}
        options={LANGUAGES.map((value) => ({ value, label: t.languages[value] }))}
      />
      <Segmented
        label={t.theme}
        showLabel
        value={theme}
        onChange={(value) => keepPreference({ theme: value })}
        options={THEMES.map((value) => ({ value, label: t.themes[value] }))}
      />
      <Switch
        isSelected={keys}
        sub={t.keysSub}
        onChange={(on) => {
          allowSingleKeys(on)
          setKeys(on)
        }}
      >
        {t.keys}
      </Switch>
    </Section>
  )
}

function Password() {
  const t = useT(teamWords)
  const { me } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const own = [me.user.name, me.user.email]
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      toast(t.account.changed)
    },
  })
  const isReady = current !== '' && strengthOf(next, own).reason !== 'short'
  return (
    <Section title={t.account.passwordTitle}>
      <DoorForm onSubmit={() => isReady && change.mutate()}>
        <PasswordField label={t.account.current} autoComplete="current-password" value={current} onChange={setCurrent} />
        <NewPassword label={t.account.next} value={next} onChange={setNext} own={own} />
        <DoorError error={change.error} />
        <Button type="submit" isPending={change.isPending} isDisabled={!isReady}>
          {t.account.change}
        </Button>
      </DoorForm>
    </Section>
  )
}

export default function AccountPage() {
  const t = useT(teamWords)
  return (
    <Page title={t.account.title}>
      <Profile />
      <OwnHandover />
      <Preferences />
      <Devices />
      <Password />
      <TwoFactor />
      <Sessions />
      <Button icon="ext" onPress={() => void signOut()}>
        {t.account.signOut}
      </Button>
    </Page>
  )
}
