// Mistyped domains of the large mail providers. A suggestion only: the address may well be right.

const LARGE = [
  "gmail.com", "googlemail.com", "yahoo.com", "yahoo.es", "yahoo.co.uk", "yahoo.com.mx", "hotmail.com", "hotmail.es",
  "hotmail.co.uk", "outlook.com", "outlook.es", "live.com", "icloud.com", "proton.me", "protonmail.com", "foxmail.com",
  "yandex.com", "comcast.net", "verizon.net", "sbcglobal.net", "fastmail.com",
];

// Real domains that look like a slip of another, or are too short to tell.
const REAL = new Set([
  ...LARGE, "mail.com", "email.com", "ymail.com", "gmx.com", "gmx.net", "gmx.de", "web.de", "aol.com", "msn.com", "me.com",
  "mac.com", "qq.com", "163.com", "126.com", "sina.com", "mail.ru", "yandex.ru", "hey.com", "zoho.com", "att.net",
  "hotmail.fr", "hotmail.it", "hotmail.de", "outlook.de", "outlook.fr", "outlook.it", "live.nl", "live.co.uk",
  "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.ca", "yahoo.in", "yahoo.co.in", "yahoo.co.jp", "yahoo.com.br", "yahoo.com.ar",
]);

/** The address as it was probably meant; empty where nothing looks mistyped. */
export function suggestion(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).trim().toLowerCase();
  if (at < 1 || domain.length < 6 || REAL.has(domain)) return "";
  let best = "";
  let fewest = 3;
  for (const large of LARGE) {
    const slips = distance(domain, large);
    // In a short name two slips make another name.
    if (slips < fewest && (slips < 2 || large.length > 9)) [best, fewest] = [large, slips];
  }
  return best && address.slice(0, at + 1) + best;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
export function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const now = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, now[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      now.push(least);
    }
    [before, last] = [last, now];
  }
  return last[to.length]!;
}
