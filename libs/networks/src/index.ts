export * from './contract.ts'
export { afterAnswer, call, failure, jsonBody } from './http.ts'
export { completeAct, planActs } from './plan.ts'
export { graphemes, splitText } from './split.ts'
