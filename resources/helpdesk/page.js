"use strict";
// Reads spoken codes. The same steps as wizard/support/code; tests compare the two.
const T = __TABLES__;
const LENGTH = 10, PAYLOAD = 8;
const LOG = new Map(T.exp.map((power, exponent) => [power, exponent]));
const times = (a, b) => (a && b ? T.exp[(LOG.get(a) + LOG.get(b)) % 31] : 0);

function syndromes(symbols) {
  let plain = T.offsets[0], weighed = T.offsets[1];
  symbols.forEach((symbol, place) => { plain ^= symbol; weighed ^= times(symbol, T.exp[place]); });
  return [plain, weighed];
}
const isCode = (symbols) => syndromes(symbols).every((sum) => sum === 0);

function plainWord(word) {
  const folded = word.toLowerCase().replaceAll("ß", "ss").normalize("NFKD");
  return Array.from(folded).filter((c) => /[\p{L}\p{N}]/u.test(c)).join("");
}
const WORDS = T.spelling.map((a) => new Map(
  Object.entries(a.words).map(([word, c]) => [plainWord(word), c]).filter(([word]) => Array.from(word).length > 1)));

function readings(text) {
  const parts = text.replace(/\bx-(?=ray\b)/gi, "x").split(/[\s,.;:/–—-]+/).filter(Boolean);
  const found = [parts.join("").toUpperCase()];
  for (const words of WORDS) {
    found.push(parts.map((part) => words.get(plainWord(part)) || part.toUpperCase()).join(""));
  }
  return found.map((reading) => Array.from(reading.replaceAll("I", "1").replaceAll("L", "1").replaceAll("O", "0")));
}
const symbolsOf = (characters) => characters.map((c) => T.alphabet.indexOf(c));
const shown = (symbols) => {
  const all = symbols.map((s) => T.alphabet[s]).join("");
  return all.slice(0, 5) + "-" + all.slice(5);
};
const numberOf = (symbols) => symbols.slice(0, PAYLOAD).reduce((n, s) => n * 32 + s, 0);

function unpacked(number) {
  const take = (radix) => { const rest = number % radix; number = (number - rest) / radix; return rest; };
  const R = T.radices, base = R.verdicts.length;
  const system = take(R.systems), transport = take(R.transports), provider = take(R.providers), situation = take(R.situations);
  if (number >= base ** 8) return null;
  const verdicts = [];
  for (let i = 0; i < 8; i++) verdicts.unshift(R.verdicts[take(base)]);
  const pairs = T.causes.length * T.stages.length;
  let cause, stage, reply = "none";
  if (situation < pairs) {
    cause = T.causes[Math.floor(situation / T.stages.length)];
    stage = T.stages[situation % T.stages.length];
  } else {
    const row = T.situations[situation - pairs];
    if (!row) return null;
    [cause, stage, reply] = row;
  }
  return { cause, stage, reply, verdicts, provider, transport: T.transports[transport], system: T.systems[system] };
}

function fill(id, values) {
  return T.texts[id].replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}
const refusal = (kind, values = {}, suggestions = []) => ({ refused: kind, text: fill("code." + kind, values), suggestions });

function counted(kind, count) {
  return { refused: kind, text: fill(count === 1 ? `code.${kind}.one` : `code.${kind}`, { count }), suggestions: [] };
}

function complaint(found) {
  const best = found.reduce((a, b) => (Math.abs(b.length - LENGTH) < Math.abs(a.length - LENGTH) ? b : a));
  if (!best.length) return refusal("missing");
  const strange = best.findIndex((c) => !T.alphabet.includes(c));
  if (strange >= 0 && best.length <= 2 * LENGTH) return refusal("character", { character: best[strange], place: strange + 1 });
  return counted(best.length > LENGTH ? "too_many" : "too_few", best.length);
}

function accepted(symbols) {
  const number = numberOf(symbols);
  return number < T.numbers && unpacked(number) ? shown(symbols) : null;
}
const replaced = (symbols, place, right) => symbols.map((s, i) => (i === place ? right : s));
function exchanged(symbols, first, second) {
  const other = symbols.slice();
  [other[first], other[second]] = [other[second], other[first]];
  return other;
}

function misheard(symbols) {
  const [plain, weighed] = syndromes(symbols);
  let repaired = null, one = null;
  if (plain && weighed) {
    const place = (LOG.get(weighed) - LOG.get(plain) + 31) % 31;
    if (place < LENGTH) { repaired = [place, symbols[place] ^ plain]; one = accepted(replaced(symbols, ...repaired)); }
  }
  const swaps = [];
  for (let gap = 1; gap < LENGTH; gap++) for (let i = 0; i + gap < LENGTH; i++) {
    const j = i + gap;
    if (symbols[i] === symbols[j]) continue;
    const other = exchanged(symbols, i, j);
    if (isCode(other)) { const code = accepted(other); if (code) swaps.push([i, j, code]); }
  }
  const neighbours = swaps.filter(([i, j]) => j - i === 1);
  const alike = (a, b) => T.sound_alike.some((group) => group.includes(T.alphabet[a]) && group.includes(T.alphabet[b]));
  if (repaired && one && (!neighbours.length || alike(symbols[repaired[0]], repaired[1]))) {
    const [place, right] = repaired;
    return refusal("misheard", { place: place + 1, heard: T.alphabet[symbols[place]], probably: T.alphabet[right], code: one },
      [one, ...neighbours.map((swap) => swap[2])]);
  }
  if (swaps.length) {
    const [i, j, code] = swaps[0];
    const further = neighbours.map((swap) => swap[2]).filter((other) => other !== code);
    return refusal("swapped", { first: i + 1, second: j + 1, code }, [code, ...further, ...(one ? [one] : [])]);
  }
  return refusal("wrong");
}

function decode(text) {
  if (Array.from(text).length > 400) return refusal("too_long");
  const found = readings(text);
  let fitting = found.filter((r) => r.length === LENGTH && r.every((c) => T.alphabet.includes(c)));
  if (!fitting.length) return complaint(found);
  if (found[0] === fitting[0]) fitting = [found[0]];
  const characters = fitting.find((r) => isCode(symbolsOf(r))) || fitting[0];
  const symbols = symbolsOf(characters);
  if (!isCode(symbols)) return misheard(symbols);
  const number = numberOf(symbols);
  if (number >= T.numbers) return refusal("newer");
  const content = unpacked(number);
  return content ? { ...content, code: shown(symbols), version: T.version } : refusal("not_ours");
}

function providerText(number) {
  const name = T.providers[number];
  if (number === T.profile_provider) return T.texts["code.provider.profile"];
  if (name && number !== T.newer_provider) return fill("code.provider", { name });
  return T.texts[number === 0 ? "code.provider.unknown" : "code.provider.newer"];
}

if (typeof document !== "undefined") {
  const element = (tag, text, parent) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const tableOf = (parent, caption, header, rows) => {
    const table = element("table", "", parent);
    element("caption", caption, table);
    const head = element("tr", "", element("thead", "", table));
    for (const cell of header) element("th", cell, head).scope = "col";
    const body = element("tbody", "", table);
    for (const row of rows) {
      const line = element("tr", "", body);
      row.forEach((cell, i) => { const made = element(i ? "td" : "th", String(cell), line); if (!i) made.scope = "row"; });
    }
  };
  const show = (answer) => {
    const place = document.getElementById("answer");
    place.replaceChildren();
    if (answer.refused) { element("p", answer.text, place); return; }
    element("h2", T.texts["cause." + answer.cause], place);
    for (const part of ["say", "ask", "fix"]) {
      element("h3", T.texts["helpdesk.page." + part], place);
      element("p", T.texts[`helpdesk.${answer.cause}.${part}`], place);
    }
    if (answer.stage !== "none") element("p", T.texts["stage." + answer.stage], place);
    if (answer.reply !== "none") element("p", T.replies[answer.reply], place);
    element("p", providerText(answer.provider), place);
    element("p", T.texts["code.transport." + answer.transport], place);
    element("p", T.texts["code.system." + answer.system], place);
    tableOf(place, T.texts["helpdesk.page.steps"], ["", "", T.texts["helpdesk.page.screen"]],
      T.steps.map((s, i) => [`${s.step}. ${s.name}`, T.texts["verdict." + answer.verdicts[i]], s.screen]));
    for (const rule of T.rules) element("p", rule, place);
    element("p", T.texts["code.not_personal"], place);
  };
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show(decode(document.getElementById("code").value));
  });
  tableOf(document.getElementById("screens"), T.texts["helpdesk.page.screens"],
    [T.texts["helpdesk.page.screen"], T.texts["helpdesk.page.sees"], T.texts["helpdesk.page.say"]],
    T.screens.map((s) => [s.number, s.sees, s.say]));
  document.getElementById("made").textContent = T.made;
}
if (typeof module !== "undefined") module.exports = { decode };
