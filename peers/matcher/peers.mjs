/** How the peers that are packages are asked. Each gets terms or queries, and answers a function from a text to a number of hits. */
import { AhoCorasick } from '@monyone/aho-corasick'
import Modern from 'modern-ahocorasick'
import { parse, test } from 'liqe'

export function monyone(terms) {
  const automaton = new AhoCorasick(terms)
  return (text) => automaton.matchInText(text).length
}

export function modern(terms) {
  const automaton = new Modern(terms)
  return (text) => automaton.count(text)
}

/** Booleans in JavaScript: every query is tested on every post. NEAR is not in its language and stands as AND. */
export function liqe(queries) {
  const trees = queries.map((query) => parse(query))
  return (text) => {
    const post = { text }
    let hits = 0
    for (const tree of trees) if (test(tree, post)) hits += 1
    return hits
  }
}
