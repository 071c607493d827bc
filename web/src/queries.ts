import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './client.ts'

/** Told when the server says that the person is not signed in any more. */
const signedOut = new Set<() => void>()

export function onSignedOut(hear: () => void): void {
  signedOut.add(hear)
}

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'me') for (const tell of signedOut) tell()
    },
  }),
  defaultOptions: {
    queries: {
      // The live stream says what changed; time only covers what it may have missed.
      staleTime: 60_000,
      retry: (failures, error) => failures < 1 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
})
