import { CodedError } from '../platform/errors.ts'

export const spanTooLong = () =>
  new CodedError({
    code: 'plan.span_too_long',
    status: 400,
    fr: { what: 'Cette période est trop longue ou finit avant de commencer.', todo: 'Demandez trois ans au plus.' },
    en: { what: 'This period is too long or ends before it begins.', todo: 'Ask for three years at most.' },
  })

export const campaignReversed = () =>
  new CodedError({
    code: 'plan.campaign_reversed',
    status: 400,
    fr: { what: 'Le dernier jour vient avant le premier.', kept: 'Rien n’a été changé.', todo: 'Corrigez les dates.' },
    en: { what: 'The last day comes before the first.', kept: 'Nothing was changed.', todo: 'Correct the dates.' },
  })
