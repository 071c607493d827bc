/** Emoji by class. */
import type { WordLists } from './lexicon.ts'

export const emoji: WordLists = {
  good: '😍 🥰 😘 ❤ 💕 💖 💗 💙 💚 💛 💜 🧡 🤍 😊 🙂 😀 😃 😄 😁 🤩 👍 👏 🙌 💪 🎉 🥳 ✨ 🔥 💯 😋 🤗 ☺ ⭐ 🌟 😇 💐 🌹 🏆 🎊 ♥ 👌 😎 💓 💞',
  bad: '😡 😠 🤬 👎 😤 😞 😒 🤮 🤢 💩 😖 😣 😩 😫 🙄 😑 😕 ☹ 🙁 😟 😓 🥴 💔 😾 🤦 😬',
  thanks: '🙏',
  laugh: '😂 🤣 😆 😹 💀 😅 😜 😝 😛 🤪 😉 😏 🙃',
  sorrow: '😢 😭 😔 🥺 😿 💔 🕊 😪 😥 😞 🖤',
  fear: '😱 😨 😰 😧 😳 🆘 🚨 ⚠',
  anger: '😡 😠 🤬 😤 🖕 💢 👿',
  insult: '🤡 🖕',
  puzzled: '🤔 😕 🤨 🤷 😵',
  dehumanising: '🐒 🐵 🦍 🐖 🐷 🐀 🪳',
  violence: '🔪 🔫 💣 🪦 ⚰',
  selling: '💰 💸 🤑 📈 💵 👇 👉 🚀 💎 🎁',
}
