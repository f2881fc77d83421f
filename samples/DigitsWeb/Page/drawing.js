// The paper: mouse, finger, pen and keyboard draw on it.

const LINE = 22;

/** How far an arrow key moves the pen: one of 28 squares. */
const STEP = 10;

export class Drawing {
  #canvas;
  #context;
  #pen;
  #say;
  #changed;
  #isDown = false;
  #position;

  /**
   * @param {HTMLCanvasElement} canvas A square.
   * @param {HTMLElement} pen Shows where the keyboard's pen is.
   * @param {(text: string) => void} say Announces the pen to screen readers.
   * @param {() => void} changed Called after every change.
   */
  constructor(canvas, pen, say, changed) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { willReadFrequently: true });
    this.#pen = pen;
    this.#say = say;
    this.#changed = changed;
    this.#position = { x: canvas.width / 2, y: canvas.height / 2 };
    canvas.addEventListener("pointerdown", event => this.#begin(event));
    canvas.addEventListener("pointermove", event => this.#move(event));
    canvas.addEventListener("keydown", event => this.#key(event));
    canvas.addEventListener("blur", () => { this.#isDown = false; this.#showPen(); });
    this.clear();
  }

  get size() {
    return this.#canvas.width;
  }

  /** Grey values as [row][column]. */
  get ink() {
    const colours = this.#context.getImageData(0, 0, this.size, this.size).data;
    return Uint8ClampedArray.from({ length: this.size * this.size }, (_, i) => colours[4 * i]);
  }

  clear() {
    this.#context.fillStyle = "#000";
    this.#context.fillRect(0, 0, this.size, this.size);
    this.#showPen();
    this.#changed();
  }

  /** Draws an image over the whole paper. */
  show(image) {
    this.#context.imageSmoothingEnabled = true;
    this.#context.drawImage(image, 0, 0, this.size, this.size);
    this.#changed();
  }

  #begin(event) {
    if (event.button === 0) {
      this.#canvas.setPointerCapture(event.pointerId);
      const place = this.#placeOf(event);
      this.#line(place, place);
    }
  }

  #move(event) {
    if (!this.#canvas.hasPointerCapture(event.pointerId)) {
      return;
    }
    // The browser reports one event per frame; the coalesced events hold the points in between.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) {
      this.#line(this.#position, this.#placeOf(each));
    }
  }

  #key(event) {
    const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.key in steps) {
      const [dx, dy] = steps[event.key];
      this.#moveBy(dx, dy);
    } else if (event.key === " ") {
      this.#isDown = !this.#isDown;
      if (this.#isDown) {
        this.#line(this.#position, this.#position);
      }
      this.#showPen();
      this.#say(`Pen ${this.#isDown ? "down" : "up"} at ${this.#square()}.`);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear();
      this.#say("Cleared.");
    } else {
      return;
    }
    event.preventDefault();
  }

  #moveBy(dx, dy) {
    const inside = value => Math.min(Math.max(value, 0), this.size);
    const place = { x: inside(this.#position.x + dx), y: inside(this.#position.y + dy) };
    if (this.#isDown) {
      this.#line(this.#position, place);
    }
    this.#position = place;
    this.#showPen();
    this.#say(this.#square());
  }

  #square() {
    const count = this.size / STEP;
    const number = value => Math.min(Math.floor(value / STEP) + 1, count);
    return `column ${number(this.#position.x)}, row ${number(this.#position.y)}`;
  }

  #line(from, to) {
    const context = this.#context;
    context.strokeStyle = "#fff";
    context.lineWidth = LINE;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    this.#position = to;
    this.#showPen();
    this.#changed();
  }

  #showPen() {
    this.#pen.style.left = `${100 * this.#position.x / this.size}%`;
    this.#pen.style.top = `${100 * this.#position.y / this.size}%`;
    this.#pen.classList.toggle("down", this.#isDown);
  }

  #placeOf(event) {
    const box = this.#canvas.getBoundingClientRect();
    const scale = this.size / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  }
}
