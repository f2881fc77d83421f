// Connects the parts of the page: sends the drawing to the network, and its answer to the panels.

import { Answer } from "./answer.js";
import { CodePanel } from "./code.js";
import { centred, SIDE } from "./digit.js";
import { Drawing } from "./drawing.js";
import { Layers } from "./layers.js";
import { bytesOf, get, post } from "./server.js";
import { drawGrey } from "./tiles.js";
import { Training } from "./training.js";

/** Milliseconds between two requests to the network: fast enough to look continuous. */
const PAUSE = 40;

/** After the server was too busy to answer. */
const LONG_PAUSE = 1000;

const find = selector => document.querySelector(selector);
const answer = new Answer();
const code = new CodePanel();
const blank = new Uint8Array(SIDE * SIDE);
let isAsking = false, mustAsk = false;
let layers = null, drawing = null;

/** Sends one request at a time; a drawing that changes meanwhile is sent afterwards. */
async function ask() {
  mustAsk = true;
  if (isAsking || layers === null) {
    return;
  }
  isAsking = true;
  answer.isPending = true;
  while (mustAsk) {
    mustAsk = false;
    let pause = PAUSE;
    try {
      const pixels = centred(drawing.ink, drawing.size);
      drawGrey(find("#seen"), pixels ?? blank);
      const prediction = await post("/api/predict", pixels ?? blank);
      layers.update(prediction.layers);
      answer.show(pixels === null ? null : prediction);
    } catch (problem) {
      answer.say(problem.message);
      pause = LONG_PAUSE;
    }
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  answer.isPending = false;
  isAsking = false;
}

let isFetchingFilters = false, filtersAreOld = false;

async function fetchFilters() {
  filtersAreOld = true;
  if (isFetchingFilters) {
    return;
  }
  isFetchingFilters = true;
  while (filtersAreOld) {
    filtersAreOld = false;
    try {
      layers.updateFilters((await get("/api/filters")).layers);
    } catch {
      // Retried with the next version of the weights.
    }
  }
  isFetchingFilters = false;
}

function showExamples(examples) {
  for (const { digit, pixels } of examples) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    canvas.setAttribute("aria-hidden", "true");
    drawGrey(canvas, bytesOf(pixels));
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `Test image of a ${digit}`);
    button.append(canvas);
    button.addEventListener("click", () => drawing.show(canvas));
    find("#examples").append(button);
  }
}

async function start() {
  drawing = new Drawing(find("#drawing"), find("#pen"), text => { find("#pen-state").textContent = text; }, ask);
  find("#clear").addEventListener("click", () => drawing.clear());
  const [network, examples] = await Promise.all([get("/api/network"), get("/api/examples")]);
  layers = new Layers(find("#layers"), network.layers, (layer, isMeant) => {
    code.show(layer);
    if (isMeant) {
      code.reveal();
    }
  });
  showExamples(examples);
  new Training(() => { fetchFilters(); ask(); });
}

start().catch(problem => answer.say(problem.message));
