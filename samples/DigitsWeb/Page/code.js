// The generated code of a layer, with comments, keywords and numbers in colours of their own.

import { get } from "./server.js";

const KEYWORDS = [
  "class", "const", "else", "float", "for", "if", "in", "int", "internal", "namespace", "new", "out", "partial", "private",
  "public",
  "readonly", "ref", "return", "sealed", "static", "uint", "using", "var", "void",
];

const TOKENS = new RegExp(
  String.raw`(?<comment>//.*)|(?<keyword>\b(?:${KEYWORDS.join("|")})\b)|(?<number>\b\d[\d.]*f?\b)`, "g");

export class CodePanel {
  #about = document.querySelector("#code-about");
  #files = document.querySelector("#code-files");
  #panel = document.querySelector("#code");
  #known = new Map();
  #wanted = null;
  #shown = null;

  /** Shows the code that computes a layer. */
  async show(layer) {
    this.#wanted = layer;
    if (!this.#known.has(layer)) {
      this.#known.set(layer, await get(`/api/code/${layer}`));
    }
    // The pointer may have moved on meanwhile.
    if (this.#wanted === layer) {
      this.#fill(this.#known.get(layer));
    }
  }

  /** Scrolls the panel into view on a narrow screen. */
  reveal() {
    this.#panel.closest("section").scrollIntoView({ block: "nearest" });
  }

  #fill({ layer, stage, files }) {
    this.#about.textContent = layer === stage
      ? `What the compiler wrote for ${layer}.`
      : `${layer} is computed together with ${stage}: this is what the compiler wrote for both.`;
    if (this.#shown === stage) {
      return;
    }
    this.#shown = stage;
    this.#files.replaceChildren(...files.map((file, i) => this.#choice(file, i === 0)));
    this.#write(files[0]);
  }

  #choice(file, isFirst) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = file.name;
    button.setAttribute("aria-pressed", String(isFirst));
    button.addEventListener("click", () => {
      for (const each of this.#files.children) {
        each.setAttribute("aria-pressed", String(each === button));
      }
      this.#write(file);
    });
    return button;
  }

  #write({ name, text }) {
    const code = document.createElement("code");
    let end = 0;
    for (const match of text.matchAll(TOKENS)) {
      const span = document.createElement("span");
      span.className = Object.keys(match.groups).find(kind => match.groups[kind] !== undefined);
      span.textContent = match[0];
      code.append(text.slice(end, match.index), span);
      end = match.index + match[0].length;
    }
    code.append(text.slice(end));
    this.#panel.setAttribute("aria-label", `Generated code, ${name}`);
    this.#panel.replaceChildren(code);
    this.#panel.scrollTop = 0;
  }
}
