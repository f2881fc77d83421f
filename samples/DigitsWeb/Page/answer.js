// The ten probabilities, and the answer in words.

/** Screen readers announce the answer after a pause in drawing, not with every stroke. */
const REST = 600;

const percent = share => `${(100 * share).toFixed(1)} %`;

export class Answer {
  #verdict = document.querySelector("#answer");
  #spoken = document.querySelector("#spoken");
  #rows = [];
  #rest = 0;

  constructor() {
    const list = document.querySelector("#probabilities");
    for (let digit = 0; digit < 10; digit++) {
      const row = document.createElement("li");
      const bar = part("bar", "");
      const fill = document.createElement("span");
      bar.setAttribute("aria-hidden", "true");
      bar.append(fill);
      const share = part("share", percent(0));
      row.append(part("digit", String(digit)), bar, share);
      list.append(row);
      this.#rows.push({ row, fill, share });
    }
  }

  /** @param {{digit: number, probabilities: number[]}|null} prediction Null if nothing is drawn. */
  show(prediction) {
    this.#rows.forEach(({ row, fill, share }, digit) => {
      const probability = prediction?.probabilities[digit] ?? 0;
      fill.style.width = percent(probability).replace(" ", "");
      share.textContent = percent(probability);
      row.classList.toggle("best", digit === prediction?.digit);
    });
    this.say(prediction === null
      ? "Nothing is drawn yet."
      : `Read as ${prediction.digit}, ${percent(prediction.probabilities[prediction.digit])} sure.`);
  }

  /** Whether the answer to the current drawing is pending. */
  set isPending(value) {
    this.#verdict.setAttribute("aria-busy", String(value));
  }

  say(text) {
    this.#verdict.textContent = text;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => { this.#spoken.textContent = text; }, REST);
  }
}

function part(className, text) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}
