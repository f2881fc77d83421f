"""PyTorch's side of the comparison: answers the same requests as the other worker processes, a line of JSON each.

usage: python3 pytorch_worker.py FOLDER THREADS

No setting of PyTorch is the fastest for every job, so each job tries several and keeps the fastest.
"""

import json
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

LEARNING_RATE, MOMENTUM = 0.005, 0.9
COMPARED_STEPS = 3
PREDICTED_IMAGES = 1280
TRIAL_SECONDS = 0.1


def channels_last(tensor):
    """[row][column][channel] in memory. With one channel both orders are the same bytes, and only explicit strides tell
    oneDNN which of its kernels to take."""
    if tensor.dim() != 4:
        return tensor
    count, channels, height, width = tensor.shape
    rows = tensor.permute(0, 2, 3, 1).contiguous()
    return rows.as_strided(tensor.shape, (height * width * channels, 1, width * channels, channels))


def unchanged(tensor):
    return tensor


class Network:
    """The description of a network, and the files that it names."""

    def __init__(self, folder, name):
        self.description = json.loads((Path(folder) / f"{name}.json").read_text())

    def batches(self, batch, images, order):
        """Images and labels as lists of tensors, cut in advance."""
        shape = self.description["inputShape"]
        count = torch.Size(shape).numel() * self.description["images"]
        pixels = torch.from_file(self.description["imageFile"], size=count, dtype=torch.float32)
        labels = torch.from_file(self.description["labelFile"], size=self.description["images"], dtype=torch.int32)
        whole = images // batch
        pixels = order(pixels.view(-1, *shape)[:images].clone())
        return pixels.split(batch)[:whole], labels[:images].long().split(batch)[:whole]

    def module(self, order):
        """The layers with their initial weights."""
        shapes = self.description["parameterShapes"]
        total = sum(torch.Size(shape).numel() for shape in shapes)
        values = torch.from_file(self.description["parameterFile"], size=total, dtype=torch.float32)
        lengths = [torch.Size(shape).numel() for shape in shapes]
        tensors = [order(part.view(shape).clone()) for part, shape in zip(values.split(lengths), shapes)]
        remaining = iter(tensors)
        modules = []
        is_image = len(self.description["inputShape"]) > 1
        for layer in self.description["layers"]:
            kind = layer["kind"]
            if kind in ("conv", "depthwiseConv"):
                weight, bias = next(remaining), next(remaining)
                filters, channels, *kernel = weight.shape
                groups = filters if kind == "depthwiseConv" else 1
                convolution = nn.Conv2d(
                    channels * groups, filters, kernel, stride=layer["stride"], padding=layer["padding"], groups=groups)
                modules.append(with_weights(convolution, weight, bias))
            elif kind == "maxPool":
                modules.append(nn.MaxPool2d(layer["window"]))
            elif kind == "dense":
                if is_image:
                    modules.append(nn.Flatten())
                    is_image = False
                weight, bias = next(remaining), next(remaining)
                modules.append(with_weights(nn.Linear(weight.shape[1], weight.shape[0]), weight, bias))
            else:
                modules.append(nn.ReLU(inplace=True) if kind == "reLU" else nn.Sigmoid())
        return nn.Sequential(*modules)


def with_weights(module, weight, bias):
    module.weight = nn.Parameter(weight)
    module.bias = nn.Parameter(bias)
    return module


class Training:
    """Forward, backward and an update by SGD with momentum."""

    SETTINGS = {
        "eager": (unchanged, False),
        "eager, channels_last": (channels_last, False),
        "traced, channels_last": (channels_last, True),
    }

    def __init__(self, network, batch, setting):
        order, traced = self.SETTINGS[setting]
        self.images, self.labels = network.batches(batch, network.description["images"], order)
        self.module = network.module(order)
        self.optimizer = torch.optim.SGD(self.module.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM)
        self.forward = torch.jit.trace(self.module, self.images[0]) if traced else self.module
        self.next = 0

    def call(self):
        loss = functional.cross_entropy(self.forward(self.images[self.next]), self.labels[self.next])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.next = (self.next + 1) % len(self.images)
        return loss

    def answer(self):
        return [self.call().item() for _ in range(COMPARED_STEPS)]


class Prediction:
    """Forward pass without values kept for a backward pass."""

    SETTINGS = {
        "eager": (unchanged, False, False),
        "traced and frozen": (unchanged, True, False),
        "traced and frozen, channels_last": (channels_last, True, False),
        "traced and optimised for inference": (unchanged, True, True),
        "traced and optimised for inference, channels_last": (channels_last, True, True),
    }

    def __init__(self, network, batch, setting):
        order, traced, optimised = self.SETTINGS[setting]
        images = min(network.description["images"], max(PREDICTED_IMAGES, batch))
        self.images, _ = network.batches(batch, images, order)
        module = network.module(order)
        if network.description["trains"]:
            module = nn.Sequential(module, nn.Softmax(1))
        module = module.eval()
        with torch.no_grad():
            if traced:
                module = torch.jit.freeze(torch.jit.trace(module, self.images[0]))
            if optimised:
                module = torch.jit.optimize_for_inference(module)
        self.module = module
        self.next = 0

    def call(self):
        with torch.inference_mode():
            outputs = self.module(self.images[self.next])
        self.next = (self.next + 1) % len(self.images)
        return outputs

    def answer(self):
        return self.call().flatten().tolist()


def rate(job, seconds):
    """Calls per second."""
    calls, start = 0, time.perf_counter()
    while (now := time.perf_counter()) < start + seconds or calls == 0:
        job.call()
        calls += 1
    return calls / (now - start)


def fastest(kind, network, batch):
    """A job in its fastest setting, with its initial weights, and the setting's name."""
    rates = {}
    for setting in kind.SETTINGS:
        job = kind(network, batch, setting)
        rate(job, TRIAL_SECONDS / 2)
        rates[setting] = rate(job, TRIAL_SECONDS)
    setting = max(rates, key=rates.get)
    return kind(network, batch, setting), setting


def run(job, seconds, times_calls):
    """Runs for a while and returns the measurements."""
    times, calls = [], 0
    start = before = time.perf_counter_ns()
    end = start + int(seconds * 1e9)
    while True:
        job.call()
        calls += 1
        now = time.perf_counter_ns()
        if times_calls:
            times.append((now - before) / 1e3)
        if now >= end:
            break
        before = time.perf_counter_ns() if times_calls else now
    reply = {"calls": calls, "seconds": (now - start) / 1e9}
    return {**reply, "times": times} if times_calls else reply


def main(folder, threads):
    torch.set_num_threads(int(threads))
    job, times_calls = None, False
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["command"] == "open":
                kind = Training if request["job"] == "train" else Prediction
                times_calls = request["job"] == "latency"
                job, setting = fastest(kind, Network(folder, request["network"]), request["batch"])
                reply = {"setting": setting}
            elif request["command"] == "answer":
                reply = {"values": job.answer()}
            else:
                reply = run(job, request["seconds"], times_calls)
        except Exception as error:  # Whatever fails, the comparison shall hear of it and go on with the other systems.
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
