// Draws feature maps and filters: black is zero, orange positive, blue negative.

const POSITIVE = [255, 180, 84], NEGATIVE = [74, 158, 255];

/**
 * @param {HTMLCanvasElement} canvas Takes the size of its content, in pixels of the maps.
 * @param {Int8Array} values Maps one after the other, row by row.
 * @param {{height: number, width: number, columns: number, gap: number}} tile
 */
export function drawTiles(canvas, values, tile) {
  const count = values.length / (tile.height * tile.width);
  const rows = Math.ceil(count / tile.columns);
  const width = tile.columns * (tile.width + tile.gap) - tile.gap;
  const height = rows * (tile.height + tile.gap) - tile.gap;
  const image = new ImageData(width, height);
  for (let i = 0; i < values.length; i++) {
    const map = Math.floor(i / (tile.height * tile.width));
    const inside = i % (tile.height * tile.width);
    const x = (map % tile.columns) * (tile.width + tile.gap) + inside % tile.width;
    const y = Math.floor(map / tile.columns) * (tile.height + tile.gap) + Math.floor(inside / tile.width);
    paint(image.data, 4 * (y * width + x), values[i] / 127);
  }
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** Draws 784 grey pixels. */
export function drawGrey(canvas, pixels) {
  const image = new ImageData(28, 28);
  pixels.forEach((pixel, i) => image.data.set([pixel, pixel, pixel, 255], 4 * i));
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** The square root makes weak responses visible next to strong ones. */
function paint(data, place, share) {
  const colour = share < 0 ? NEGATIVE : POSITIVE;
  const strength = Math.sqrt(Math.abs(share));
  for (let i = 0; i < 3; i++) {
    data[place + i] = colour[i] * strength;
  }
  data[place + 3] = 255;
}
