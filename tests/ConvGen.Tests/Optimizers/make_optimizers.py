"""Makes optimizers.json: ten steps of PyTorch's optimizers, losses and clipping; and schedules.json: the factors of its schedules, and a momentum.

    PYTHONPATH=../Numbers python3 make_optimizers.py          (made with PyTorch 1.13.1)

The network is SmallNet of the tests. Weights, samples and labels are the numbers that PortableNormal.cs draws too; PyTorch computes in
double precision, so that what is compared with is right to the last digit. Every step has samples of its own.
"""

import json

import torch
import torch.nn as nn
from torch.optim import SGD, Adam, AdamW, RMSprop, lr_scheduler

from normal import normal

STEPS, SAMPLES, CLASSES, SEED = 10, 7, 3, 7_000_000

# The settings of OneCycleLR.
CYCLE = dict(total_steps=STEPS, base_momentum=0.8, max_momentum=0.93)

CASES = {
    "Nesterov": (SGD, dict(lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01)),
    "Adam": (Adam, dict(lr=0.01)),
    "Adam whose weights decay": (Adam, dict(lr=0.01, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.05)),
    "AdamW": (AdamW, dict(lr=0.01)),
    "AdamW whose weights decay": (AdamW, dict(lr=0.02, betas=(0.85, 0.99), weight_decay=0.3)),
    "RmsProp": (RMSprop, dict(lr=0.01)),
    "RmsProp with momentum": (RMSprop, dict(lr=0.003, alpha=0.9, momentum=0.9, weight_decay=0.02)),
    "RmsProp, centered": (RMSprop, dict(lr=0.003, alpha=0.9, eps=1e-3, centered=True)),
    "RmsProp, centered with momentum": (RMSprop, dict(lr=0.003, alpha=0.95, eps=1e-3, centered=True, momentum=0.5)),
    "a short gradient": (SGD, dict(lr=0.5, momentum=0.9), dict(), 0.25),
    "a gradient that is short enough": (SGD, dict(lr=0.05, momentum=0.9), dict(), 1000.0),
    "smooth labels": (SGD, dict(lr=0.05, momentum=0.9), dict(label_smoothing=0.2)),
    "weighty classes": (SGD, dict(lr=0.05, momentum=0.9), dict(weight=torch.tensor([0.5, 2.0, 1.25]).double())),
    "smooth labels of weighty classes":
        (SGD, dict(lr=0.05, momentum=0.9), dict(label_smoothing=0.1, weight=torch.tensor([0.5, 2.0, 1.25]).double())),
    "a cycle of the momentum": (SGD, dict(lr=0.05, momentum=0.9), dict(), None, CYCLE),
    "a cycle of Nesterov's momentum": (SGD, dict(lr=0.05, momentum=0.9, nesterov=True), dict(), None, CYCLE),
    "a cycle of RmsProp's momentum": (RMSprop, dict(lr=0.01, momentum=0.5), dict(), None, CYCLE),
    "a cycle of AdamW's first beta": (AdamW, dict(lr=0.02), dict(), None, CYCLE),
}

EPOCHS, STEPS_PER_EPOCH = 7, 5

# For each: the class, the settings, and the number of training steps between two steps of the schedule.
SCHEDULES = {
    "steps": (lr_scheduler.StepLR, dict(step_size=2, gamma=0.3), STEPS_PER_EPOCH),
    "exponential": (lr_scheduler.ExponentialLR, dict(gamma=0.8), STEPS_PER_EPOCH),
    "cosine": (lr_scheduler.CosineAnnealingLR, dict(T_max=EPOCHS, eta_min=0.05), STEPS_PER_EPOCH),
    "one cycle": (lr_scheduler.OneCycleLR, dict(max_lr=1.0, total_steps=EPOCHS * STEPS_PER_EPOCH, cycle_momentum=False), 1),
    "another cycle": (lr_scheduler.OneCycleLR, dict(
        max_lr=1.0, total_steps=EPOCHS * STEPS_PER_EPOCH, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False), 1),
    "warm-up": (lr_scheduler.LinearLR, dict(start_factor=0.2, total_iters=8), 1),
}

# The losses after each epoch, for the schedule that depends on them.
PLATEAU_LOSSES = [1.0, 0.8, 0.8, 0.7999, 0.81, 0.6, 0.6, 0.61, 0.62, 0.6, 0.6, 0.6]


def floats(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]


def train(kind, settings, criterion=None, most_norm=None, cycle=None):
    model = nn.Sequential(
        nn.Conv2d(2, 11, (3, 2)), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(99, 9), nn.Tanh(), nn.Linear(9, CLASSES)).double()
    for number, parameter in enumerate(model.parameters()):
        parameter.data = torch.tensor(normal(tuple(parameter.shape), SEED + number, scale=0.25)).double()
    optimizer = kind(model.parameters(), **settings)
    schedule = lr_scheduler.OneCycleLR(optimizer, max_lr=settings["lr"], **cycle) if cycle else None
    labels = torch.arange(SAMPLES) % CLASSES
    losses = []
    for step in range(STEPS):
        inputs = torch.tensor(normal((SAMPLES, 2, 9, 7), SEED + 1000 + step)).double()
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), labels, **(criterion or {}))
        loss.backward()
        if most_norm:
            nn.utils.clip_grad_norm_(model.parameters(), most_norm)
        optimizer.step()
        if schedule:
            schedule.step()
        losses.append(loss)
    return {"losses": floats(torch.stack(losses)), "parameters": [floats(parameter) for parameter in model.parameters()]}


def schedule(kind, settings, every, of="lr"):
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=0.9)
    schedule = kind(optimizer, **settings)
    factors = []
    for step in range(EPOCHS * STEPS_PER_EPOCH):
        factors.append(optimizer.param_groups[0][of])
        optimizer.step()
        if (step + 1) % every == 0:
            schedule.step()
    return factors


def plateau(**settings):
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = lr_scheduler.ReduceLROnPlateau(optimizer, **settings)
    factors = []
    for loss in PLATEAU_LOSSES:
        schedule.step(loss)
        factors.append(optimizer.param_groups[0]["lr"])
    return factors


def write(name, entries):
    with open(name, "w") as file:
        lines = [f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in entries.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


write("optimizers.json", {name: train(*case) for name, case in CASES.items()})
write("schedules.json", {name: schedule(*case) for name, case in SCHEDULES.items()} | {
    "momentum of one cycle": schedule(lr_scheduler.OneCycleLR, dict(max_lr=1.0, total_steps=EPOCHS * STEPS_PER_EPOCH), 1, "momentum"),
    "plateau": plateau(factor=0.5, patience=1), "patient plateau": plateau(factor=0.1, patience=2, threshold=0.01)})
