// The receipt of a file of answers: the twin of submissions.receipt. It is worked out here, since the browser's own
// digest is missing where a page is not served over HTTPS.

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function receiptOf({ assignment, learner, answers }) {
  const keys = Object.keys(answers).sort(byCodePoint);
  const lines = keys.map((key) => `${key}\t${answers[key].version}\t${JSON.stringify(answers[key].response)}`);
  const all = [assignment ?? "", learner.id, learner.name, ...lines];
  const digest = sha256(new TextEncoder().encode(all.map((line) => `${line}\n`).join("")));
  const bits = (BigInt(digest[0]) << 28n) | BigInt(digest[1] >>> 4); // the first 60
  const letters = Array.from({ length: 12 }, (_, i) => CROCKFORD[Number((bits >> BigInt(55 - 5 * i)) & 31n)]);
  return letters.join("").replace(/....(?=.)/g, "$&-");
}

// As Python sorts; a browser by itself would sort by halves of characters.
function byCodePoint(a, b) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}

// FIPS 180-4. Its constants are the first 32 bits behind the point of roots of the first primes, far enough from the
// next value for doubles to give them exactly.
const NUMBERS = Array.from({ length: 310 }, (_, i) => i + 2);
const PRIMES = NUMBERS.filter((n) => !NUMBERS.some((d) => d < n && n % d === 0));
const fraction = (root) => (root % 1) * 2 ** 32 | 0;
const ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const turned = (word, by) => (word >>> by) | (word << (32 - by));

function sha256(bytes) {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  const view = new DataView(padded.buffer);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(padded.length - 4, bytes.length * 8);
  let state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  for (let start = 0; start < padded.length; start += 64) {
    const schedule = [];
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const [w15, w2] = [schedule[i - 15], schedule[i - 2]];
      const s0 = turned(w15, 7) ^ turned(w15, 18) ^ (w15 >>> 3);
      const s1 = turned(w2, 17) ^ turned(w2, 19) ^ (w2 >>> 10);
      schedule[i] = i < 16 ? view.getInt32(start + i * 4) : (schedule[i - 16] + s0 + schedule[i - 7] + s1) | 0;
      const mixed = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + schedule[i];
      const most = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(mixed + most) | 0, a, b, c, (d + mixed) | 0, e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
  }
  return state.map((word) => word >>> 0);
}
