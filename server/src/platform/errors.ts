/** A sentence for a person: what happened, what was kept, what to do. Missing parts say nothing. */
export type Sentence = { what: string; kept?: string; todo?: string }
export type Language = 'fr' | 'en'

/** An error a person can act on. Its sentences stand in both languages beside its code, in the module that raises it. */
export class CodedError extends Error {
  readonly code: string
  readonly status: number
  readonly sentences: Record<Language, Sentence>
  readonly data: Record<string, unknown>
  constructor(init: { code: string; status: number; fr: Sentence; en: Sentence; data?: Record<string, unknown> }) {
    super(init.code)
    this.name = 'CodedError'
    this.code = init.code
    this.status = init.status
    this.sentences = { fr: init.fr, en: init.en }
    this.data = init.data ?? {}
  }
}

export type ErrorBody = {
  error: { code: string; message: string; what: string; kept: string | null; todo: string | null; data: Record<string, unknown> }
}

export function errorBody(error: CodedError, language: Language): ErrorBody {
  const { what, kept, todo } = error.sentences[language]
  return {
    error: {
      code: error.code,
      message: [what, kept, todo].filter(Boolean).join(' '),
      what,
      kept: kept ?? null,
      todo: todo ?? null,
      data: error.data,
    },
  }
}

export const notSignedIn = () =>
  new CodedError({
    code: 'access.not_signed_in',
    status: 401,
    fr: { what: 'Vous n’êtes pas connecté·e.', todo: 'Connectez-vous et recommencez.' },
    en: { what: 'You are not signed in.', todo: 'Sign in and try again.' },
  })

/** The same answer for what does not exist and for what belongs to another brand. */
export const notFound = () =>
  new CodedError({
    code: 'access.not_found',
    status: 404,
    fr: { what: 'Cet élément n’existe pas, ou vous n’y avez pas accès.', todo: 'Revenez à la liste.' },
    en: { what: 'This item does not exist, or you have no access to it.', todo: 'Go back to the list.' },
  })

export const notAllowed = (right: string) =>
  new CodedError({
    code: 'access.not_allowed',
    status: 403,
    fr: { what: 'Votre rôle dans cette marque ne permet pas cette action.', todo: 'Demandez-la à un·e responsable de la marque.' },
    en: { what: 'Your role in this brand does not allow this.', todo: 'Ask somebody in charge of the brand.' },
    data: { right },
  })

export const badInput = (issues: { path: string; message: string }[]) =>
  new CodedError({
    code: 'http.bad_input',
    status: 400,
    fr: {
      what: `La demande n’est pas utilisable : ${issues.map((i) => i.path || 'corps').join(', ')}.`,
      kept: 'Rien n’a été changé.',
      todo: 'Corrigez et recommencez.',
    },
    en: {
      what: `The request cannot be used: ${issues.map((i) => i.path || 'body').join(', ')}.`,
      kept: 'Nothing was changed.',
      todo: 'Correct it and try again.',
    },
    data: { issues },
  })

export const forged = () =>
  new CodedError({
    code: 'http.forged',
    status: 403,
    fr: { what: 'Cette demande ne vient pas du pupitre.', kept: 'Rien n’a été changé.', todo: 'Rechargez la page et recommencez.' },
    en: { what: 'This request does not come from the desk.', kept: 'Nothing was changed.', todo: 'Reload the page and try again.' },
  })

export const tooMany = (seconds: number) =>
  new CodedError({
    code: 'http.too_many',
    status: 429,
    fr: { what: 'Trop de demandes en peu de temps.', kept: 'Rien n’a été changé.', todo: `Recommencez dans ${seconds} s.` },
    en: { what: 'Too many requests in a short time.', kept: 'Nothing was changed.', todo: `Try again in ${seconds} s.` },
    data: { seconds },
  })

export const broken = (reference: string) =>
  new CodedError({
    code: 'http.broken',
    status: 500,
    fr: {
      what: 'Une erreur est survenue dans le pupitre.',
      kept: 'Rien de ce qui était enregistré n’est perdu.',
      todo: `Recommencez ; si cela continue, donnez la référence ${reference} à la personne qui l’administre.`,
    },
    en: {
      what: 'Something broke in the desk.',
      kept: 'Nothing that was saved is lost.',
      todo: `Try again; if it goes on, give reference ${reference} to whoever runs it.`,
    },
    data: { reference },
  })
