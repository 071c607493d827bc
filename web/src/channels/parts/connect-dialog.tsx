import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { uiWords } from '../../ui/ui.words.ts'
import { connectWithSecret, type Method, type Network, networksQuery, rememberConnecting, startConnection } from '../channels.client.ts'
import { channelsWords } from '../channels.words.ts'
import style from './channels.module.css'
import { Copyable } from './copyable.tsx'

type Values = Record<string, string>

/** A handle leads to its server: where it is asked for, the server need only be named when it is a house's own. */
const isOptional = (method: Method, name: string): boolean =>
  method.fields.some((field) => (name === 'server' ? field.name === 'handle' : field.name === name && field.optional === true))

function Fields({
  method,
  values,
  onChange,
  tried,
}: {
  method: Method
  values: Values
  onChange: (values: Values) => void
  tried: boolean
}) {
  const t = useT(channelsWords).dialog
  return method.fields.map((field, i) => {
    if (field.yesNo)
      return (
        <Checkbox
          key={field.name}
          isSelected={values[field.name] === 'yes'}
          onChange={(on) => onChange({ ...values, [field.name]: on ? 'yes' : '' })}
        >
          {t.fields[field.name] ?? field.name}
        </Checkbox>
      )
    const Field = field.secret ? PasswordField : TextField
    return (
      <Field
        key={field.name}
        label={t.fields[field.name] ?? field.name}
        optional={isOptional(method, field.name)}
        hint={field.secret ? t.secretKept : t.example(field.example)}
        value={values[field.name] ?? ''}
        onChange={(text) => onChange({ ...values, [field.name]: text })}
        error={tried && !isOptional(method, field.name) && !values[field.name]?.trim() ? t.required : null}
        autoComplete="off"
        autoFocus={i === 0}
        {...(field.secret ? {} : { autoCapitalize: 'none' })}
      />
    )
  })
}

/** A method at a time: its fields, where its key is made, and the one button that connects. */
function MethodForm({ brandId, network, method, onClose }: { brandId: string; network: Network; method: Method; onClose: () => void }) {
  const words = useT(channelsWords)
  const t = words.dialog
  const [values, setValues] = useState<Values>({})
  const [tried, setTried] = useState(false)
  const isOauth = method.kind === 'oauth'
  const connect = useMutation({
    mutationFn: async () => {
      const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]))
      if (!isOauth) return connectWithSecret(brandId, network.id, fields, method.kind === 'assisted')
      const { url } = await startConnection(brandId, network.id, fields)
      rememberConnecting(brandId)
      location.assign(url)
      return null
    },
    onSuccess: async (made) => {
      if (!made) return
      await queries.invalidateQueries({ queryKey: ['channels'] })
      toast(t.doneAny)
      onClose()
    },
  })
  const steps = method.kind !== 'secret' ? [] : (words.networks[network.id]?.steps ?? [])
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (method.fields.every((field) => isOptional(method, field.name) || values[field.name]?.trim())) connect.mutate()
      }}
    >
      {method.kind !== 'secret' && <p className="dim">{isOauth ? t.byPageText : t.byHandText}</p>}
      {isOauth && (
        <p className="dim">
          {t.redirect} <Copyable text={network.redirectUri} label={t.copyRedirect} />
        </p>
      )}
      {steps.length > 0 && (
        <ol className={style.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <Fields method={method} values={values} onChange={setValues} tried={tried} />
      {connect.error && <ErrorState error={connect.error} />}
      <DialogFeet>
        <Button onPress={onClose}>{t.cancel}</Button>
        <Button kind="primary" type="submit" isPending={connect.isPending || (isOauth && connect.isSuccess)}>
          {isOauth ? t.go : t.connect}
        </Button>
      </DialogFeet>
    </form>
  )
}

function Choose({ networks, onChoose }: { networks: readonly Network[]; onChoose: (id: string) => void }) {
  const words = useT(channelsWords)
  const ui = useT(uiWords)
  const nameOf = ({ id }: Network) => ui.networks[id] ?? id
  return (
    <ul className={style.choose} aria-label={words.dialog.which}>
      {networks
        .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
        .map((network) => (
          <li key={network.id}>
            <button type="button" onClick={() => onChoose(network.id)}>
              <Glyph network={network.id} size={20} />
              <span>
                <b>{nameOf(network)}</b>
                <small>{words.networks[network.id]?.account}</small>
              </span>
              <Icon name="right" />
            </button>
          </li>
        ))}
    </ul>
  )
}

type Props = { brandId: string; brandName: string | null; first: string | null; onClose: () => void }

/** Connecting an account, from what the networks say they need. */
export function ConnectDialog({ brandId, brandName, first, onClose }: Props) {
  const words = useT(channelsWords)
  const t = words.dialog
  const { networks } = useT(uiWords)
  const { data, error } = useQuery(networksQuery)
  const [chosen, choose] = useState<string | null>(first)
  const [kind, setKind] = useState<Method['kind'] | null>(null)
  const network = data?.find((one) => one.id === chosen)
  const method = network?.methods.find((one) => one.kind === kind) ?? network?.methods[0]
  const name = network ? (networks[network.id] ?? network.id) : ''
  return (
    <Dialog title={network ? words.connectNetwork(name) : t.title} isOpen onClose={onClose}>
      {brandName && <p>{t.forBrand(brandName)}</p>}
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton lines={2} />}
      {data && !network && <Choose networks={data} onChoose={choose} />}
      {network && first === null && (
        <Button compact kind="quiet" icon="left" onPress={() => choose(null)}>
          {t.back}
        </Button>
      )}
      {network && network.methods.length > 1 && method && (
        <div className={style.method}>
          <Segmented
            label={t.method}
            value={method.kind}
            onChange={setKind}
            options={network.methods.map((one) => ({
              value: one.kind,
              label: { oauth: t.byPage, assisted: t.byHand, secret: words.networks[network.id]?.secret ?? t.connect }[one.kind],
            }))}
          />
        </div>
      )}
      {network && method && (
        <MethodForm key={`${network.id}${method.kind}`} brandId={brandId} network={network} method={method} onClose={onClose} />
      )}
    </Dialog>
  )
}
