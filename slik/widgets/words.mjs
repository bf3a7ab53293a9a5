// Words that meet across inflection and neighbouring spellings: the same rules as slik/search.py.

const LETTERS = { å: "a", ø: "o", ö: "o", æ: "e", ä: "e", ð: "d", þ: "t" };
const SPELLINGS = [
  [/tion/g, "sjon"],
  [/\bud(?=[a-z]{3})/g, "ut"],
  [/ej/g, "ei"],
  [/ph/g, "f"],
  [/c(?=[eiy])/g, "s"],
  [/c/g, "k"],
  [/([gk])j(?=[ae])/g, "$1"],
];
const ENDINGS = [["s"], ["ne", "na", "ane", "ene", "en", "et", "a", "e"], ["er", "ar"]];

export function fold(text) {
  const lowered = text.toLowerCase().replaceAll("aa", "å").replace(/[åøöæäðþ]/g, (letter) => LETTERS[letter]);
  const words = (lowered.normalize("NFKD").replace(/\p{M}/gu, "").match(/[a-z0-9]+/g) ?? []).join(" ");
  return SPELLINGS.reduce((text, [pattern, spelling]) => text.replace(pattern, spelling), words);
}

export function stem(word) {
  const stripped = ENDINGS.reduce(without, word);
  return stripped.length > 3 && /([^aeiouy0-9])\1$/.test(stripped) ? stripped.slice(0, -1) : stripped;
}

function without(word, endings) {
  for (const ending of endings) {
    const rest = word.slice(0, word.length - ending.length);
    if (word.endsWith(ending) && rest.length >= 3 && !belongs(rest, ending)) return rest;
  }
  return word;
}

/** Whether what looks like an ending belongs to the word: «prosess», «mulighet», «barna» and «kommune». */
function belongs(rest, ending) {
  if (ending === "ne" || ending === "na") return !/..[ea]r$/.test(rest);
  return (ending === "s" && rest.endsWith("s")) || (ending === "et" && rest.endsWith("h"));
}

/** Returns a function that tells whether a folded text holds every word of the query. */
export function matcher(query) {
  const wanted = fold(query).split(" ").filter(Boolean).map(stem);
  return (folded) => {
    const padded = ` ${folded}`;
    return wanted.every((part) => padded.includes(part.length >= 5 ? part : ` ${part}`));
  };
}
