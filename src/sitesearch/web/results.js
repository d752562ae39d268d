// The search page: another way to rank and to show what Sphinx' script has found a question for. It replaces `Search.query`;
// the index comes through `Search.setIndex`, as Sphinx' own would.
const BEST = 3; // results that stand before all others, whatever their kind

Search.query = (question) => {
    const began = performance.now();
    if (!Search.prepared) {
        const stemmer = new Stemmer();
        Search.prepared = prepare(Search._index, (word) => stemmer.stemWord(word).toLowerCase(), splitQuery);
    }
    const index = Search.prepared;
    const results = ranked(index, question, stopwords);
    Search.stopPulse();
    Search.title.remove();
    Search.output.remove();
    Search.status.setAttribute("role", "status");
    Search.status.textContent = howMany(index.words, results.length, question);
    document.title = `${question.trim()} - ${document.title}`;
    const terms = marked(index, question);
    try {
        if (SPHINX_HIGHLIGHT_ENABLED) localStorage.setItem("sphinx_highlight_terms", [...terms.words].join(" "));
    } catch { /* a browser that keeps nothing: then the page that is opened marks no words */ }
    const out = document.getElementById("search-results");
    if (!results.length) {
        out.append(nothing(index.words));
        return;
    }
    out.append(group(index, index.words.best, results.slice(0, BEST), terms, true));
    const rest = results.slice(BEST);
    const kinds = [...new Set(rest.map((result) => kindOf(index, result)))];
    for (const kind of kinds) {
        out.append(group(index, kind, rest.filter((result) => kindOf(index, result) === kind), terms, false));
    }
    performance.measure("search", { start: began }); // for the benchmark
};

// Nothing was asked yet: what one could ask.
Search.setIndex = (index) => {
    Search._index = index;
    if (Search._queued_query !== null) Search.query(Search._queued_query);
    else if (!new URLSearchParams(location.search).get("q")) document.getElementById("search-results").append(...examples(index));
};

function examples(index) {
    const asked = index.examples.map((question) => {
        const link = element("a", "", question);
        link.href = `search.html?q=${encodeURIComponent(question)}`;
        return element("li", "", link);
    });
    return asked.length ? [element("p", "", index.words.examples), element("ul", "search-examples", ...asked)] : [];
}

function howMany(words, found, question) {
    const say = saying(words, document.documentElement.lang || "en");
    return say(found ? "found" : "none", { n: found, query: question.trim() });
}

// What is marked in the results: the words as they were typed, and the stems that were looked for.
function marked(index, question) {
    const terms = wanted(index, question, stopwords);
    const words = index.split(question.toLowerCase()).filter((word) => !stopwords.has(word));
    return { words: new Set(words), stems: new Set(terms.flatMap((like) => [...like.keys()])) };
}

function kindOf(index, { page, section }) {
    return index.sections[section][4] || index.pages[page][2];
}

function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
}

function group(index, title, results, terms, withKind) {
    const list = element("ul", "search", ...results.map((result) => entry(index, result, terms, withKind)));
    list.setAttribute("role", "list");
    return element("section", "search-group", element("h2", "", title), list);
}

function entry(index, result, terms, withKind) {
    const [docname, title] = index.pages[result.page];
    const [, anchor, heading, summary] = index.sections[result.section];
    const link = element("a", "");
    link.href = docname + DOCUMENTATION_OPTIONS.LINK_SUFFIX + (anchor ? `#${anchor}` : "");
    link.append(...withMarks(index, title, terms));
    if (heading && heading !== title) link.append(" ", element("span", "search-place", ...withMarks(index, heading, terms)));
    const line = element("p", "search-name", link);
    const kind = kindOf(index, result);
    if (withKind && kind) line.prepend(element("span", "search-kind", kind), " ");
    const item = element("li", "", line);
    if (summary) item.append(element("p", "search-summary", ...withMarks(index, summary, terms)));
    return item;
}

// The text as nodes, with what was looked for marked.
function withMarks(index, text, terms) {
    return text.split(/([\p{L}\p{N}]+)/u).map((part, i) => (i % 2 && terms.stems.has(index.stem(part.toLowerCase())) ? element("mark", "", part) : part));
}

function nothing(words) {
    const door = document.querySelector("a.today-link");
    const advice = element("p", "", words.advice, " ");
    if (door) {
        const link = element("a", "", door.textContent.trim());
        link.href = door.getAttribute("href");
        advice.append(link);
    }
    return advice;
}
