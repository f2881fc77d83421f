"""Makes normalization.json: ten steps of torch.optim.SGD over networks with batch normalization.

    python3 make_normalization.py > normalization.json          (made with PyTorch 1.13.1)

Weights, samples and labels are the numbers that PortableNormal.cs draws too; PyTorch computes in double precision, so that what is
compared with is right to the last digit. Every step has samples of its own. The running statistics start at PyTorch's 0 and 1.
"""

import json

import torch
import torch.nn as nn

from normal import normal

STEPS = 10

CASES = [
    ("vectors", "[Network(13)] [Dense(11, Bias = false), BatchNorm, ReLU] [Dense(5), SoftmaxCrossEntropy]", (13,), 7,
     lambda: [nn.Linear(13, 11, bias=False), nn.BatchNorm1d(11), nn.ReLU(), nn.Linear(11, 5)], dict(lr=0.1, momentum=0.9)),
    ("vectors after biases, with other settings",
     "[Network(13)] [BatchNorm(Momentum = 0.3)] [Dense(21), BatchNorm(Momentum = 0.25, Epsilon = 0.01), Tanh] [Dense(5), SoftmaxCrossEntropy]",
     (13,), 19,
     lambda: [nn.BatchNorm1d(13, momentum=0.3), nn.Linear(13, 21), nn.BatchNorm1d(21, momentum=0.25, eps=0.01), nn.Tanh(),
              nn.Linear(21, 5)],
     dict(lr=0.2, momentum=0.9, weight_decay=0.01)),
    ("images", "[Network(2, 10, 9)] [Conv(6, 3, Bias = false), BatchNorm, ReLU, MaxPool(2)] [Dense(5), SoftmaxCrossEntropy]", (2, 10, 9), 21,
     lambda: [nn.Conv2d(2, 6, 3, bias=False), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(72, 5)],
     dict(lr=0.05, momentum=0.9)),
    ("images after biases, with other settings",
     "[Network(2, 10, 9)] [Conv(6, 3, Pad = 1), BatchNorm(Momentum = 0.5, Epsilon = 0.001), ReLU, MaxPool(2)] [Conv(9, 2), ReLU, BatchNorm] "
     "[Dense(5), SoftmaxCrossEntropy]",
     (2, 10, 9), 13,
     lambda: [nn.Conv2d(2, 6, 3, padding=1), nn.BatchNorm2d(6, momentum=0.5, eps=0.001), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 9, 2),
              nn.ReLU(), nn.BatchNorm2d(9), nn.Flatten(), nn.Linear(108, 5)],
     dict(lr=0.05, momentum=0.9, weight_decay=0.02)),
    ("images and vectors",
     "[Network(3, 8, 8)] [DepthwiseConv(3, Bias = false), BatchNorm(Momentum = 1)] [Conv(10, 3, Bias = false), BatchNorm, Sigmoid] "
     "[Dense(12, Bias = false), BatchNorm, ReLU] [Dense(5), SoftmaxCrossEntropy]",
     (3, 8, 8), 35,
     lambda: [nn.Conv2d(3, 3, 3, groups=3, bias=False), nn.BatchNorm2d(3, momentum=1.0), nn.Conv2d(3, 10, 3, bias=False),
              nn.BatchNorm2d(10), nn.Sigmoid(), nn.Flatten(), nn.Linear(160, 12, bias=False), nn.BatchNorm1d(12), nn.ReLU(),
              nn.Linear(12, 5)],
     dict(lr=0.05, momentum=0.5)),
]


def floats(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def trained_by_name(model):
    """The state in ConvGen's order: the parameters of a layer, then its running statistics."""
    return [tensor for name, tensor in model.state_dict().items() if not name.endswith("num_batches_tracked")]


def run(index, name, declaration, shape, samples, modules, settings):
    seed = 1_000_000 * (index + 1)
    model = nn.Sequential(*modules()).double()
    for number, parameter in enumerate(model.parameters()):
        parameter.data = torch.tensor(normal(tuple(parameter.shape), seed + number, scale=0.25)).double()
    optimizer = torch.optim.SGD(model.parameters(), **settings)
    labels = torch.arange(samples) % 5
    losses = []
    for step in range(STEPS):
        inputs = torch.tensor(normal((samples, *shape), seed + 1000 + step)).double()
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    model.eval()
    probabilities = torch.softmax(model(torch.tensor(normal((2, *shape), seed + 2000)).double()), dim=1)
    return {
        "name": name,
        "declaration": declaration,
        "seed": seed,
        "samples": samples,
        "learningRate": settings["lr"],
        "momentum": settings["momentum"],
        "weightDecay": settings.get("weight_decay", 0.0),
        "losses": floats(torch.stack(losses)),
        "tensors": [floats(tensor) for tensor in trained_by_name(model)],
        "probabilities": floats(probabilities),
    }


print("[\n" + ",\n".join(json.dumps(run(index, *case), separators=(",", ":")) for index, case in enumerate(CASES)) + "\n]")
