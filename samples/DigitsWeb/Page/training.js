// Starts and stops trainings, and follows them.

import { post } from "./server.js";
import { drawCurves } from "./curves.js";

const percent = share => `${(100 * share).toFixed(1)} %`;

export class Training {
  #state = document.querySelector("#training-state");
  #figures = document.querySelector("#training-figures");
  #curves = document.querySelector("#curves");
  #epochs = document.querySelector("#epochs");
  #begin = [document.querySelector("#train-on"), document.querySelector("#train-anew")];
  #stop = document.querySelector("#stop");
  #newWeights;
  #points = [];
  #run = null;
  #version = null;

  /** @param {() => void} newWeights Called when the network has new weights. */
  constructor(newWeights) {
    this.#newWeights = newWeights;
    this.#begin.forEach((button, i) => button.addEventListener("click", () => this.#start(i === 1)));
    this.#stop.addEventListener("click", () => this.#tell(post("/api/stop")));
    this.#follow();
  }

  #start(fromScratch) {
    if (this.#epochs.reportValidity()) {
      this.#tell(post("/api/train", { epochs: this.#epochs.valueAsNumber, fromScratch }));
    }
  }

  async #tell(answer) {
    try {
      await answer;
    } catch (problem) {
      this.#say(problem.message);
    }
  }

  #follow() {
    const events = new EventSource("/api/progress");
    // Every connection starts with all points so far, also after a reconnect.
    events.addEventListener("open", () => { this.#points = []; });
    events.addEventListener("message", event => this.#hear(JSON.parse(event.data)));
    events.addEventListener("error", () => this.#say("The connection to the server is lost."));
  }

  #hear({ state, points }) {
    if (state.run !== this.#run) {
      this.#points = [];
      this.#run = state.run;
    }
    this.#points.push(...points);
    this.#say(state.text);
    const isTraining = state.phase === "training";
    this.#begin.forEach(button => { button.disabled = isTraining; });
    this.#stop.disabled = !isTraining;
    this.#show();
    if (state.version !== this.#version) {
      this.#version = state.version;
      this.#newWeights();
    }
  }

  #show() {
    const last = this.#points.at(-1);
    if (last !== undefined) {
      this.#figures.textContent = `loss ${last.loss.toFixed(4)}, ${percent(last.accuracy)} of test images right, `
        + `${Math.round(last.imagesPerSecond).toLocaleString("en")} images/s`;
      this.#curves.setAttribute("aria-label",
        `Curves of loss and accuracy: after ${last.images.toLocaleString("en")} images the loss is ${last.loss.toFixed(3)}, `
        + `and ${percent(last.accuracy)} of the test images are right`);
    }
    drawCurves(this.#curves, this.#points);
  }

  /** Does not announce an unchanged text again. */
  #say(text) {
    if (this.#state.textContent !== text) {
      this.#state.textContent = text;
    }
  }
}
