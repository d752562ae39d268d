// What this browser keeps, so that one can leave and come back. Each entry stands by itself, under a name made of ids
// alone: a broken one costs no other, and neither a rebuilt site nor a mended text loses any.

class Store {
  // `scope` is the assignment's id, "" for practice. `tell` is called with "off" or "full" when the browser refuses to
  // keep something, and with "" when it has kept everything.
  constructor(scope, tell) {
    this.prefix = `${site}:${scope}:`;
    this.tell = tell;
    this.waiting = new Map();
    this.set("", 1);
    this.set("", undefined);
  }

  // Undefined where there is nothing, null where it cannot be read.
  get(name) {
    if (this.waiting.has(name)) return this.waiting.get(name);
    try {
      const kept = localStorage.getItem(this.prefix + name);
      return kept === null ? undefined : JSON.parse(kept);
    } catch (error) {
      return error instanceof SyntaxError ? null : undefined;
    }
  }

  // What cannot be kept waits in memory, and is tried again with whatever comes next.
  set(name, value) {
    this.waiting.set(name, value);
    let refused = "";
    for (const [each, waiting] of this.waiting) {
      try {
        if (waiting === undefined) localStorage.removeItem(this.prefix + each);
        else localStorage.setItem(this.prefix + each, JSON.stringify(waiting));
        this.waiting.delete(each);
      } catch (error) {
        refused = error.name === "QuotaExceededError" ? "full" : "off";
      }
    }
    this.tell(refused);
  }

  // The names of what is kept that begin so, without that beginning.
  names(beginning = "") {
    const prefix = this.prefix + beginning;
    try {
      const all = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
      return all.map((name) => name.slice(prefix.length));
    } catch {
      return [];
    }
  }

  // Calls `act` with the name of an entry that another window has changed.
  follow(act) {
    addEventListener("storage", ({ key }) => {
      if (key?.startsWith(this.prefix)) act(key.slice(this.prefix.length));
    });
  }
}

// Says at once that the browser keeps nothing, and asks before the page is left with answers that are nowhere else.
class KeepingNotice {
  // `unsaved` tells whether there are such answers; `words` is what the names of its sentences begin with.
  constructor(unsaved, words = "storage") {
    this.words = words;
    this.element = live("qg-unkept");
    this.element.hidden = true;
    this.leave = (event) => {
      if (!unsaved()) return;
      event.preventDefault();
      event.returnValue = true; // what older browsers look at
    };
  }

  tell(refused) {
    this.element.hidden = !refused;
    put(this.element, refused && say(`${this.words}-${refused}`));
    if (refused) addEventListener("beforeunload", this.leave);
    else removeEventListener("beforeunload", this.leave);
  }
}
