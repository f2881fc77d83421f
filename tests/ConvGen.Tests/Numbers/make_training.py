"""Makes training.json: ten steps of torch.optim.SGD.

    python3 make_training.py > training.json          (made with PyTorch 1.13.1)

Weights, samples and labels are the numbers that PortableNormal.cs draws too; PyTorch computes in double precision, so that what is
compared with is right to the last digit. Every step has samples of its own.
"""

import json

import torch
import torch.nn as nn

from normal import normal

STEPS, SAMPLES = 10, 7

CASES = [
    ("a perceptron", "[Network(13)] [Dense(11), Sigmoid] [Dense(5), SoftmaxCrossEntropy]", (13,),
     lambda: [nn.Linear(13, 11), nn.Sigmoid(), nn.Linear(11, 5)], dict(lr=0.5, momentum=0.9)),
    ("a perceptron whose weights decay", "[Network(13)] [Dense(11), Tanh] [Dense(5), SoftmaxCrossEntropy]", (13,),
     lambda: [nn.Linear(13, 11), nn.Tanh(), nn.Linear(11, 5)], dict(lr=0.2, momentum=0.9, weight_decay=0.01)),
    ("a convolutional network",
     "[Network(2, 10, 9)] [Conv(6, 3), MaxPool(2), ReLU] [Conv(9, 2), ReLU] [Dense(5), SoftmaxCrossEntropy]", (2, 10, 9),
     lambda: [nn.Conv2d(2, 6, 3), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(6, 9, 2), nn.ReLU(), nn.Flatten(), nn.Linear(54, 5)],
     dict(lr=0.05, momentum=0.9)),
    ("a convolutional network whose weights decay",
     "[Network(2, 10, 9)] [Conv(6, 3, Pad = 1), ReLU, MaxPool(2)] [Dense(12), Tanh] [Dense(5), SoftmaxCrossEntropy]", (2, 10, 9),
     lambda: [nn.Conv2d(2, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(120, 12), nn.Tanh(),
              nn.Linear(12, 5)],
     dict(lr=0.05, momentum=0.9, weight_decay=0.02)),
    ("a convolutional network without momentum", "[Network(2, 10, 9)] [Conv(6, 3), MaxPool(2), ReLU] [Dense(5), SoftmaxCrossEntropy]",
     (2, 10, 9), lambda: [nn.Conv2d(2, 6, 3), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(72, 5)],
     dict(lr=0.1, momentum=0.0)),
]


def floats(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def run(index, name, declaration, shape, modules, settings):
    seed = 1_000_000 * (index + 1)
    model = nn.Sequential(*modules()).double()
    for number, parameter in enumerate(model.parameters()):
        parameter.data = torch.tensor(normal(tuple(parameter.shape), seed + number, scale=0.25)).double()
    optimizer = torch.optim.SGD(model.parameters(), **settings)
    labels = torch.arange(SAMPLES) % 5
    losses = []
    for step in range(STEPS):
        inputs = torch.tensor(normal((SAMPLES, *shape), seed + 1000 + step)).double()
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return {
        "name": name,
        "declaration": declaration,
        "seed": seed,
        "samples": SAMPLES,
        "learningRate": settings["lr"],
        "momentum": settings["momentum"],
        "weightDecay": settings.get("weight_decay", 0.0),
        "losses": floats(torch.stack(losses)),
        "parameters": [floats(parameter) for parameter in model.parameters()],
    }


print("[\n" + ",\n".join(json.dumps(run(index, *case), separators=(",", ":")) for index, case in enumerate(CASES)) + "\n]")
