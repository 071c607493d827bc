/**
 * Optional: a classifier of one's own as an ONNX session. The caller brings the session (from onnxruntime-node, say) and the tokenizer;
 * this library depends on neither.
 */
import { labelsOf } from './answers.ts'
import type { AnswerName } from './heads.ts'
import type { Answer, Understanding } from './labels.ts'

export type Tensor = { data: ArrayLike<number> }
/** What an ONNX session is asked for here. */
export type Session = { run: (feeds: Record<string, unknown>) => Promise<Record<string, Tensor>> }

export type OwnClassifier = {
  session: Session
  /** From the text to the inputs of the session. */
  encode: (text: string) => Record<string, unknown> | Promise<Record<string, unknown>>
  /** Which answer it gives. */
  answer: AnswerName
  /** The name of its output, and what each of its numbers stands for: a label of that answer. */
  output: string
  labels: readonly string[]
  /** Below this probability the answer is left to check; 0.6 by default. */
  doubt?: number
}

/**
 * The understanding with one answer replaced by that of the own classifier. A safety rule stays above it; when the session fails or its
 * output is not what was announced, what was given comes back unchanged. Throws a `TypeError` for labels that the answer does not have.
 */
export async function askOwn(classifier: OwnClassifier, text: string, understanding: Understanding): Promise<Understanding> {
  const { answer: name, labels } = classifier
  const unknown = labels.find((label) => !labelsOf[name].includes(label))
  if (unknown !== undefined) throw new TypeError(`${unknown} is no label of ${name}`)
  if (understanding[name].reasons.some((reason) => 'rule' in reason)) return understanding
  const logits = await logitsOf(classifier, text)
  return logits ? { ...understanding, [name]: answerOf(classifier, logits, understanding[name]) } : understanding
}

async function logitsOf({ session, encode, output, labels }: OwnClassifier, text: string): Promise<number[] | undefined> {
  try {
    const results = await session.run(await encode(text))
    const logits = Array.from(results[output]?.data ?? [])
    return logits.length === labels.length && logits.every(Number.isFinite) ? logits : undefined
  } catch {
    return undefined
  }
}

function answerOf(
  { answer: name, labels, doubt = 0.6 }: OwnClassifier,
  logits: readonly number[],
  before: Answer<unknown>,
): Answer<unknown> {
  const top = Math.max(...logits)
  const all = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0)
  const p = 1 / all
  const label = labels[logits.indexOf(top)] ?? ''
  return { value: labelsOf[name].length === 2 ? label === 'true' : label, p, abstain: p < doubt, reasons: before.reasons }
}
