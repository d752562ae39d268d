// Ranks pages for a question, and says which of a page's sections to lead to. Four kinds of text are each scored by BM25
// (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"), each with its own notion of what is
// rare: the text of pages; the titles and keywords of pages; the text of sections; their headings. A page gets the first two
// and the last two of its best section, and more where all of one of its keyword phrases was asked.
const K = 1.2; // how soon a word's repetition stops counting
const LENGTH = 0.4; // how much long texts are held against themselves
const WEIGHT = { pages: 0.6, titles: 1.5, sections: 0.2, headings: 0.4 };
const KEYWORD = 0.7; // a word among the keywords, against a title of that word alone
const PHRASE = 1.5; // for each word of such a phrase
const TOP = 2; // how much more than its best section a page's title must say, for the page to be led to and not the section
const SYNONYM = 0.6, NEAR = 0.6; // what a word that means the same, or is spelled almost so, counts
const TIMES = { "'": 2, '"': 4 };
const MOST = 40, LEAST = 0.15; // how many pages are shown at most, and how good they are at least, against the best

// Texts to be scored: for each word the texts that hold it, with how often that counts.
class Texts {
    constructor(number) {
        this.places = new Map();
        this.lengths = new Float64Array(number);
    }

    add(word, text, times) {
        if (!this.places.has(word)) this.places.set(word, new Map());
        const found = this.places.get(word);
        found.set(text, (found.get(text) || 0) + times);
        this.lengths[text] += times;
    }

    // Once all text is there and no other field is yet.
    weigh() {
        const mean = this.lengths.reduce((sum, length) => sum + length, 0) / this.lengths.length || 1;
        for (const found of this.places.values()) {
            for (const [text, times] of found) found.set(text, times / (1 - LENGTH + (LENGTH * this.lengths[text]) / mean));
        }
    }

    // {text: score}; a text that holds half of what is asked gets half of what it is worth.
    scores(terms) {
        const scores = new Map();
        for (const like of terms) {
            const best = new Map(); // of the words that stand for one asked word, the best counts
            for (const [word, worth] of like) {
                const found = this.places.get(word);
                if (!found) continue;
                const rare = Math.log(1 + (this.lengths.length - found.size + 0.5) / (found.size + 0.5));
                for (const [text, times] of found) {
                    const score = (worth * rare * times * (K + 1)) / (times + K);
                    if (score > (best.get(text) || 0)) best.set(text, score);
                }
            }
            for (const [text, score] of best) {
                const [sum, met] = scores.get(text) || [0, 0];
                scores.set(text, [sum + score, met + 1]);
            }
        }
        return new Map([...scores].map(([text, [sum, met]]) => [text, (sum * met) / terms.length]));
    }
}

// The index as it is searched.
function prepare(index, stem, split) {
    const stems = (text) => split(text.toLowerCase()).map(stem);
    const sections = new Texts(index.sections.length), pages = new Texts(index.pages.length);
    for (const [word, written] of Object.entries(index.terms)) {
        let number = 0;
        for (const step of written.split(",")) {
            const times = TIMES[step.at(-1)] || 1;
            number += parseInt(times > 1 ? step.slice(0, -1) : step, 36);
            const page = index.sections[number][0];
            sections.add(word, number, times);
            pages.add(word, page, times);
        }
    }
    sections.weigh();
    pages.weigh();
    const headings = new Texts(index.sections.length), titles = new Texts(index.pages.length);
    const short = (texts, number, words) => {
        for (const word of new Set(words)) texts.add(word, number, 1 / Math.sqrt(words.length)); // a word among few says more
    };
    index.sections.forEach(([, , heading], number) => short(headings, number, stems(heading)));
    const phrases = index.pages.map(([, title, , , keywords], page) => {
        short(titles, page, stems(title));
        for (const word of new Set(stems(keywords))) titles.add(word, page, KEYWORD);
        return keywords.split(",").map(stems).filter((phrase) => phrase.length > 1);
    });
    const firsts = index.pages.map((_page, number) => index.sections.findIndex(([page]) => page === number));
    return { ...index, texts: { pages, titles, sections, headings }, phrases, firsts, stem, stems, split };
}

// The words to look for, each with those that stand for it and what they count.
function wanted(index, question, stopwords) {
    const all = index.split(question.toLowerCase());
    const chosen = all.filter((word) => !stopwords.has(word));
    const asked = [...new Set((chosen.length ? chosen : all).map(index.stem))];
    return asked.map((word) => {
        const like = new Map([[word, 1]]);
        const near = index.texts.pages.places.has(word) ? [] : nearest(index, word);
        for (const each of near) like.set(each, NEAR);
        for (const known of [word, ...near]) {
            for (const group of index.synonyms.filter((entries) => entries.includes(known))) {
                for (const entry of group.flatMap((each) => each.split(" "))) if (!like.has(entry)) like.set(entry, SYNONYM);
            }
        }
        return like;
    });
}

// Known words that `word` may stand for: those it begins, or else those that are one or two slips away.
function nearest(index, word) {
    if (word.length < 4) return [];
    const known = [...index.texts.pages.places.keys()];
    const begun = known.filter((each) => each.startsWith(word) || (each.length > 4 && word.startsWith(each)));
    if (begun.length) return begun.slice(0, 5);
    const most = word.length > 6 ? 2 : 1;
    return known.filter((each) => each[0] === word[0] && Math.abs(each.length - word.length) <= most && slips(each, word) <= most).slice(0, 5);
}

// How many letters have to be changed, added or taken out (Levenshtein).
function slips(a, b) {
    let row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= b.length; j += 1) {
            next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
        }
        row = next;
    }
    return row[b.length];
}

// The pages for a question, the best first: {page, section, score}.
function ranked(index, question, stopwords) {
    const terms = wanted(index, question, stopwords);
    const of = Object.fromEntries(Object.entries(index.texts).map(([kind, texts]) => [kind, texts.scores(terms)]));
    const part = (kind, number) => WEIGHT[kind] * (of[kind].get(number) || 0);
    const best = new Map(); // page -> its best section
    for (const section of new Set([...of.sections.keys(), ...of.headings.keys()])) {
        const page = index.sections[section][0], score = part("sections", section) + part("headings", section);
        if (score > (best.get(page)?.score || 0)) best.set(page, { section, score });
    }
    const asked = ` ${index.stems(question).join(" ")} `;
    const results = [];
    for (const page of new Set([...best.keys(), ...of.pages.keys(), ...of.titles.keys()])) {
        const phrase = Math.max(0, ...index.phrases[page].filter((words) => asked.includes(` ${words.join(" ")} `)).map((words) => words.length));
        const { section, score } = best.get(page) || { section: index.firsts[page], score: 0 };
        const whole = part("titles", page) + PHRASE * phrase; // where the page as a whole was asked for, lead to its top
        const sum = part("pages", page) + whole + score;
        const place = whole > TOP * score ? index.firsts[page] : section;
        results.push({ page, section: place, score: sum * index.pages[page][3] });
    }
    results.sort((a, b) => b.score - a.score || a.page - b.page);
    return results.slice(0, MOST).filter((each) => each.score >= LEAST * results[0].score);
}
