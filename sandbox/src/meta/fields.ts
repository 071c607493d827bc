/** The language in which the Graph is asked for fields: `id,comments.filter(stream).limit(5){id,from}` (https://developers.facebook.com/docs/graph-api/guides/field-expansion). */

export type Field = { name: string; args: Record<string, string>; inner: Field[] }

/** Reads a list of fields. A list that cannot be read is a fault of who asks. */
export function parseFields(text: string): Field[] {
  const reader = { text, at: 0 }
  const fields = listOf(reader)
  if (reader.at < text.length) throw new SyntaxError(`unexpected "${text.charAt(reader.at)}" at ${reader.at} of ${text}`)
  return fields
}

type Reader = { text: string; at: number }

function listOf(reader: Reader): Field[] {
  const fields: Field[] = []
  for (;;) {
    fields.push(fieldOf(reader))
    if (reader.text.charAt(reader.at) !== ',') return fields
    reader.at++
  }
}

function fieldOf(reader: Reader): Field {
  const field: Field = { name: wordOf(reader), args: {}, inner: [] }
  for (;;) {
    const sign = reader.text.charAt(reader.at)
    if (sign === '.') {
      reader.at++
      const name = wordOf(reader)
      field.args[name] = bracketed(reader)
    } else if (sign === '{') {
      reader.at++
      field.inner = listOf(reader)
      if (reader.text.charAt(reader.at) !== '}') throw new SyntaxError(`a brace is not closed in ${reader.text}`)
      reader.at++
    } else return field
  }
}

function wordOf(reader: Reader): string {
  const [word = ''] = /^\w+/.exec(reader.text.slice(reader.at)) ?? []
  if (word === '') throw new SyntaxError(`no name at ${reader.at} of ${reader.text}`)
  reader.at += word.length
  return word
}

function bracketed(reader: Reader): string {
  const [whole = '', value = ''] = /^\(([^()]*)\)/.exec(reader.text.slice(reader.at)) ?? []
  if (whole === '') throw new SyntaxError(`no value at ${reader.at} of ${reader.text}`)
  reader.at += whole.length
  return value
}
