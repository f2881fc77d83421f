// Preprocesses a drawing like MNIST's scans: the digit is scaled to a box of 20x20 pixels, and its centre of mass is
// moved to the centre of 28x28.

export const SIDE = 28;
const BOX = 20;

/** Ink below this value (of 255) is noise and does not affect the size of the digit. */
const FAINTEST = 64;

/**
 * @param {Uint8ClampedArray} ink Grey values as [row][column].
 * @param {number} size Rows and columns of the drawing.
 * @returns {Uint8Array|null} 784 pixels, or null if nothing is drawn.
 */
export function centred(ink, size) {
  const extent = extentOf(ink, size);
  if (extent === null) {
    return null;
  }
  const scale = extent.length / BOX;
  const sums = areaSums(ink, size);
  const left = extent.x - scale * SIDE / 2, top = extent.y - scale * SIDE / 2;
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = left + column * scale, y = top + row * scale;
      const sum = at(sums, size, x + scale, y + scale) - at(sums, size, x, y + scale)
        - at(sums, size, x + scale, y) + at(sums, size, x, y);
      pixels[row * SIDE + column] = Math.round(sum / (scale * scale));
    }
  }
  return pixels;
}

/** The longer side of the box around the ink, and the ink's centre of mass. */
function extentOf(ink, size) {
  let left = size, right = -1, top = size, bottom = -1;
  let mass = 0, x = 0, y = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = ink[row * size + column];
      if (value >= FAINTEST) {
        left = Math.min(left, column);
        right = Math.max(right, column);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
        mass += value;
        x += value * (column + 0.5);
        y += value * (row + 0.5);
      }
    }
  }
  return right < 0 ? null : { length: Math.max(right - left, bottom - top) + 1, x: x / mass, y: y / mass };
}

/** sums[y][x]: all ink above row y and left of column x. The ink of any rectangle is then a sum of four. */
function areaSums(ink, size) {
  const width = size + 1;
  const sums = new Float64Array(width * width);
  for (let row = 0; row < size; row++) {
    let line = 0;
    for (let column = 0; column < size; column++) {
      line += ink[row * size + column];
      sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + line;
    }
  }
  return sums;
}

/** The interpolated sum at a position between pixels; outside the drawing there is no ink. */
function at(sums, size, x, y) {
  const width = size + 1;
  x = Math.min(Math.max(x, 0), size);
  y = Math.min(Math.max(y, 0), size);
  const column = Math.min(Math.floor(x), size - 1), row = Math.min(Math.floor(y), size - 1);
  const right = x - column, down = y - row;
  const first = row * width + column;
  return (1 - down) * ((1 - right) * sums[first] + right * sums[first + 1])
    + down * ((1 - right) * sums[first + width] + right * sums[first + width + 1]);
}
