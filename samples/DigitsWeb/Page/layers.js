// A card for every layer: its name, its feature maps for the drawing, and its filters.

import { signedBytesOf } from "./server.js";
import { drawTiles } from "./tiles.js";

/** Milliseconds before a card is selected, because the pointer crosses other cards on its way to the code. */
const REST = 120;

export class Layers {
  #cards = new Map();
  #show;
  #kept = null;

  /**
   * @param {HTMLElement} list Where the cards go.
   * @param {object[]} layers The layers of the network.
   * @param {(layer: string, isMeant: boolean) => void} show Shows the code of a layer.
   */
  constructor(list, layers, show) {
    this.#show = show;
    for (const layer of layers) {
      const card = this.#card(layer);
      this.#cards.set(layer.name, { ...card, layer });
      const item = document.createElement("li");
      item.append(card.button);
      list.append(item);
    }
  }

  /** Draws the output of the layers for the drawing. */
  update(activations) {
    for (const { name, shape, values } of activations) {
      const [channels, height = 1, width = 1] = shape;
      drawTiles(this.#cards.get(name).maps, signedBytesOf(values), {
        height, width, columns: columnsFor(channels), gap: height > 1 ? 1 : 0,
      });
    }
  }

  /** Draws the weights of the convolutions: one column per filter if filters read several maps. */
  updateFilters(filters) {
    for (const { name, shape: [count, channels, height, width], values } of filters) {
      const canvas = this.#cards.get(name).filters;
      const kernels = signedBytesOf(values);
      if (channels === 1) {
        drawTiles(canvas, kernels, { height, width, columns: columnsFor(count), gap: 1 });
      } else {
        drawTiles(canvas, turned(kernels, count, channels, height * width), { height, width, columns: count, gap: 1 });
      }
    }
  }

  #card(layer) {
    const button = element("button", "layer");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-controls", "code");
    button.dataset.layer = layer.name;
    const title = element("strong", "", layer.name);
    const about = element("small", "", describe(layer));
    const maps = picture("maps");
    button.append(title, about, maps);
    const hasFilters = layer.kind === "Conv";
    const filters = hasFilters ? picture("filters") : null;
    if (hasFilters) {
      button.append(element("small", "", "Filters"), filters);
    }

    let rest = 0;
    button.addEventListener("pointerenter", () => { rest = setTimeout(() => this.#point(layer.name), REST); });
    button.addEventListener("pointerleave", () => clearTimeout(rest));
    button.addEventListener("focus", () => this.#point(layer.name));
    button.addEventListener("click", () => this.#keep(layer.name));
    return { button, maps, filters };
  }

  #point(name) {
    if (this.#kept === null) {
      this.#mark(name, false);
    }
  }

  #keep(name) {
    this.#kept = this.#kept === name ? null : name;
    for (const [each, { button }] of this.#cards) {
      button.setAttribute("aria-pressed", String(each === this.#kept));
    }
    this.#mark(name, this.#kept !== null);
  }

  #mark(name, isMeant) {
    for (const [each, { button }] of this.#cards) {
      button.classList.toggle("shown", each === name);
    }
    this.#show(name, isMeant);
  }
}

function describe({ kind, shape, parameters }) {
  const [count, height, width] = shape;
  const output = height === undefined ? `${count} values` : `${count} maps of ${height} × ${width}`;
  return parameters > 0 ? `${kind}, ${output}, ${parameters.toLocaleString("en")} parameters` : `${kind}, ${output}`;
}

/** Arranges tiles about twice as wide as high. */
function columnsFor(count) {
  return Math.min(count, 10 * Math.max(1, Math.round(Math.sqrt(count / 50))));
}

/** From [filter][channel] to [channel][filter]. */
function turned(kernels, filters, channels, length) {
  const result = new Int8Array(kernels.length);
  for (let filter = 0; filter < filters; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      const source = (filter * channels + channel) * length;
      result.set(kernels.subarray(source, source + length), (channel * filters + filter) * length);
    }
  }
  return result;
}

function picture(kind) {
  const canvas = element("canvas", kind);
  canvas.setAttribute("aria-hidden", "true");
  canvas.width = canvas.height = 1;
  return canvas;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
