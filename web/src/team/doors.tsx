/** The pages before the desk, fetched together: who comes to one often goes to the next. */
export { ForgottenPage, ResetPage } from './parts/reset.tsx'
export { InvitationPage } from './parts/invitation.tsx'
export { SetupPage } from './parts/setup.tsx'
export { SignInPage } from './parts/sign-in.tsx'
