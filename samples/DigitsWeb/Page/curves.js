// Loss and share of wrong test images over the images trained on, both on one logarithmic scale.

const LEAST = 0.001, MOST = 3;
const MARGIN = { left: 64, right: 8, top: 8, bottom: 26 };

/** Draws all points of a run. */
export function drawCurves(canvas, points) {
  const context = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const area = {
    left: MARGIN.left, top: MARGIN.top,
    width: canvas.width - MARGIN.left - MARGIN.right, height: canvas.height - MARGIN.top - MARGIN.bottom,
  };
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.font = "15px system-ui, sans-serif";
  context.fillStyle = context.strokeStyle = style.color;
  drawGrid(context, area);
  const images = points.at(-1)?.images ?? 0;
  context.textAlign = "right";
  context.fillText(`${images.toLocaleString("en")} images`, area.left + area.width, canvas.height - 6);
  if (points.length > 0) {
    // The legend's keys have these colours too.
    drawLine(context, area, points, images, point => point.loss, colourOf(".key.loss"));
    drawLine(context, area, points, images, point => 1 - point.accuracy, colourOf(".key.accuracy"));
  }
}

function drawGrid(context, area) {
  context.textAlign = "right";
  context.lineWidth = 1;
  for (const value of [1, 0.1, 0.01, 0.001]) {
    const y = heightOf(area, value);
    context.globalAlpha = 0.3;
    context.beginPath();
    context.moveTo(area.left, y);
    context.lineTo(area.left + area.width, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(String(value), area.left - 8, y + 5);
  }
}

function drawLine(context, area, points, images, valueOf, colour) {
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 2.5;
  context.beginPath();
  for (const point of points) {
    context.lineTo(area.left + area.width * point.images / images, heightOf(area, valueOf(point)));
  }
  context.stroke();
}

function heightOf(area, value) {
  const share = Math.log(Math.min(Math.max(value, LEAST), MOST) / LEAST) / Math.log(MOST / LEAST);
  return area.top + area.height * (1 - share);
}

function colourOf(selector) {
  return getComputedStyle(document.querySelector(selector)).backgroundColor;
}
