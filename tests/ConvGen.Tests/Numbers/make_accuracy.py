"""Makes accuracy.json: how exactly PyTorch computes convolutions in single precision.

    python3 make_accuracy.py > accuracy.json          (made with PyTorch 1.13.1)

For a hundred shapes over normal inputs, weights and output gradients, whose sums have at most 640 terms: the errors of all values of
the output, of the input's gradient and of the weights' against PyTorch's own double precision on the same numbers, as shares of the
largest value of their tensor. AccuracyTests holds ConvGen to the same measure, on the same numbers.
"""

import json
import random

import numpy as np
import torch

from normal import normal

SHAPES = 100
MOST_PRODUCTS = 2_500_000
MOST_TERMS = 640


def draw_shape(rng):
    kernel = rng.choice([1, 2, 3, 3, 3, 3, 4, 5, 5, 7])
    shape = {
        "channels": rng.choice([1, 3, 6, 8, 12, 16, 20, 24, 32, 48, 64]),
        "height": rng.randint(kernel, 24),
        "width": rng.randint(kernel, 24),
        "filters": rng.choice([1, 4, 6, 8, 10, 16, 20, 24, 32, 40, 64]),
        "kernel": kernel,
        "stride": rng.choice([1, 1, 1, 2]),
        "pad": rng.choice([0, 0, kernel // 2, kernel // 2]),
        "samples": rng.choice([1, 2, 4, 8]),
    }
    rows = (shape["height"] + 2 * shape["pad"] - kernel) // shape["stride"] + 1
    columns = (shape["width"] + 2 * shape["pad"] - kernel) // shape["stride"] + 1
    terms = max(shape["channels"], shape["filters"]) * kernel * kernel
    products = shape["samples"] * shape["channels"] * shape["filters"] * kernel * kernel * rows * columns
    return shape if terms <= MOST_TERMS and 50_000 < products <= MOST_PRODUCTS and rows * columns > 4 else None


def run(shape, precision, seed):
    """Output, input gradient and weight gradient in a precision."""
    inputs = torch.tensor(normal((shape["samples"], shape["channels"], shape["height"], shape["width"]), seed)).to(precision)
    weights = torch.tensor(normal((shape["filters"], shape["channels"], shape["kernel"], shape["kernel"]), seed + 1)).to(precision)
    inputs.requires_grad_()
    weights.requires_grad_()
    outputs = torch.nn.functional.conv2d(inputs, weights, stride=shape["stride"], padding=shape["pad"])
    outputs.backward(torch.tensor(normal(tuple(outputs.shape), seed + 2)).to(precision))
    return outputs.detach(), inputs.grad, weights.grad


def errors(single, double):
    return ((single.double() - double).abs() / double.abs().max()).flatten().numpy()


def spread(errors_of_all):
    """The 99th percentile and the maximum."""
    together = np.sort(np.concatenate(errors_of_all))
    return {"of99Percent": float(f"{together[-(-99 * len(together) // 100) - 1]:.3g}"), "most": float(f"{together[-1]:.3g}")}


rng = random.Random(5)
shapes, tensors = [], ([], [], [])
while len(shapes) < SHAPES:
    shape = draw_shape(rng)
    if shape is not None:
        shape["seed"] = 1000 * (len(shapes) + 1)
        shapes.append(shape)
        for found, pair in zip(tensors, zip(run(shape, torch.float32, shape["seed"]), run(shape, torch.float64, shape["seed"]))):
            found.append(errors(*pair))

lines = [f'"{name}": {json.dumps(spread(found))}' for name, found in zip(("output", "inputGradient", "weightGradient"), tensors)]
lines.append('"shapes": [\n' + ",\n".join(json.dumps(shape, separators=(",", ":")) for shape in shapes) + "\n]")
print("{\n" + ",\n".join(lines) + "\n}")
