"""Makes numbers.json: what PyTorch computes for each kind of layer and loss.

    python3 make_numbers.py > numbers.json          (made with PyTorch 1.13.1)

Each case is a ConvGen declaration and the torch.nn modules that it must agree with. Inputs, weights and targets are floats; PyTorch
computes in double precision, so that what is compared with is right to the last digit. Parameters come in the order of the layers,
weight before bias, in both worlds, and go by ConvGen's names.
"""

import json

import torch
import torch.nn as nn

torch.manual_seed(20)
SAMPLES = 2


def pad(left, right, top, bottom, value=0.0):
    return nn.ConstantPad2d((left, right, top, bottom), value)


def image(name, shape, layers, *modules):
    """A case over images, under a mean squared error against random targets."""
    channels, height, width = shape
    return (name, f"[Network({channels}, {height}, {width})] {layers} [MeanSquaredError]", shape, nn.Sequential(*modules), nn.MSELoss())


def vector(name, layers, loss, *modules):
    return (name, f"[Network(13)] {layers}", (13,), nn.Sequential(*modules), loss)


def activation(name, attribute, module):
    # Wide enough to reach the flat and the steep parts of every function.
    return vector(name, f"[Dense(19), {attribute}] [MeanSquaredError]", nn.MSELoss(), nn.Linear(13, 19), module)


CASES = [
    image("conv", (3, 9, 7), "[Conv(5, 3)]", nn.Conv2d(3, 5, 3)),
    image("conv with stride and padding", (2, 11, 8), "[Conv(6, 3, 2, StrideY = 2, StrideX = 3, Pad = 1)]",
          nn.Conv2d(2, 6, (3, 2), stride=(2, 3), padding=1)),
    image("conv with padding by side", (2, 6, 7), "[Conv(3, 3, PadTop = 2, PadRight = 1)]", pad(0, 1, 2, 0), nn.Conv2d(2, 3, 3)),
    image("conv without bias", (9, 5, 5), "[Conv(10, 2, Bias = false)]", nn.Conv2d(9, 10, 2, bias=False)),
    image("conv dilated", (3, 12, 11), "[Conv(7, 3, Dilation = 2)]", nn.Conv2d(3, 7, 3, dilation=2)),
    image("conv dilated with stride and padding", (4, 13, 10), "[Conv(5, 3, Dilation = 3, Stride = 2, Pad = 3)]",
          nn.Conv2d(4, 5, 3, dilation=3, stride=2, padding=3)),
    image("conv in groups", (6, 8, 7), "[Conv(9, 3, Groups = 3, Pad = 1)]", nn.Conv2d(6, 9, 3, groups=3, padding=1)),
    image("conv in two groups, dilated, with stride", (8, 11, 11), "[Conv(4, 3, Groups = 2, Dilation = 2, Stride = 2)]",
          nn.Conv2d(8, 4, 3, groups=2, dilation=2, stride=2)),
    image("conv with a group for each channel", (3, 7, 6), "[Conv(6, 3, Groups = 3)]", nn.Conv2d(3, 6, 3, groups=3)),
    image("depthwise conv", (11, 8, 9), "[DepthwiseConv(3, Pad = 1)]", nn.Conv2d(11, 11, 3, groups=11, padding=1)),
    image("depthwise conv with stride and dilation", (5, 12, 9), "[DepthwiseConv(3, Stride = 2, Dilation = 2)]",
          nn.Conv2d(5, 5, 3, groups=5, stride=2, dilation=2)),
    image("max pool", (5, 8, 10), "[MaxPool(2)]", nn.MaxPool2d(2)),
    image("max pool overlapping, padded, ceil mode", (3, 10, 9), "[MaxPool(3, Stride = 2, Pad = 1, CeilMode = true)]",
          nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)),
    image("max pool dilated", (4, 11, 12), "[MaxPool(3, Stride = 2, Dilation = 2)]", nn.MaxPool2d(3, stride=2, dilation=2)),
    image("average pool", (5, 8, 10), "[AveragePool(2)]", nn.AvgPool2d(2)),
    image("average pool padded", (3, 9, 9), "[AveragePool(3, Stride = 2, Pad = 1)]", nn.AvgPool2d(3, stride=2, padding=1)),
    image("average pool that does not count its padding", (3, 9, 9), "[AveragePool(3, Stride = 2, Pad = 1, CountPadding = false)]",
          nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False)),
    image("average pool in ceil mode", (3, 10, 8), "[AveragePool(3, Stride = 2, Pad = 1, CeilMode = true)]",
          nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True)),
    image("L2 pool", (5, 8, 10), "[L2Pool(2)]", nn.LPPool2d(2, 2)),
    image("L2 pool overlapping", (3, 9, 11), "[L2Pool(3, Stride = 2)]", nn.LPPool2d(2, 3, stride=2)),
    image("global average pool", (10, 5, 7), "[GlobalAveragePool]", nn.AdaptiveAvgPool2d(1)),
    image("global max pool", (10, 5, 7), "[GlobalMaxPool]", nn.AdaptiveMaxPool2d(1)),
    image("dense after an image", (3, 4, 5), "[Conv(4, 2), ReLU] [Dense(7)]",
          nn.Conv2d(3, 4, 2), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 3 * 4, 7)),
    image("dropout", (3, 4, 5), "[Dropout(0.5)]", nn.Dropout(0.5).eval()),
    activation("sigmoid", "Sigmoid", nn.Sigmoid()),
    activation("tanh", "Tanh", nn.Tanh()),
    activation("ReLU", "ReLU", nn.ReLU()),
    activation("leaky ReLU", "LeakyReLU(0.2f)", nn.LeakyReLU(float(torch.tensor(0.2, dtype=torch.float32)))),
    activation("ELU", "ELU", nn.ELU()),
    activation("SiLU", "SiLU", nn.SiLU()),
    activation("GELU", "GELU", nn.GELU()),
    activation("softplus", "Softplus", nn.Softplus()),
    vector("softmax cross-entropy", "[Dense(11), SoftmaxCrossEntropy]", nn.CrossEntropyLoss(), nn.Linear(13, 11)),
    vector("sigmoid cross-entropy", "[Dense(11), SigmoidCrossEntropy]", nn.BCEWithLogitsLoss(), nn.Linear(13, 11)),
    vector("mean squared error", "[Dense(11), MeanSquaredError]", nn.MSELoss(), nn.Linear(13, 11)),
]


def floats(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def random(*shape, scale=1.0):
    """Normal numbers that are exactly floats."""
    return (scale * torch.randn(*shape, dtype=torch.float32)).double()


def outputs_of(loss, outputs):
    """ConvGen predicts probabilities where the loss makes them."""
    if isinstance(loss, nn.CrossEntropyLoss):
        return outputs.softmax(1)
    return outputs.sigmoid() if isinstance(loss, nn.BCEWithLogitsLoss) else outputs


def targets_for(loss, outputs):
    if isinstance(loss, nn.CrossEntropyLoss):
        return nn.functional.one_hot(torch.arange(outputs.shape[0]) * 3, outputs.shape[1]).double()
    return torch.rand(outputs.shape, dtype=torch.float32).double()


KINDS = {
    nn.Conv2d: "Conv", nn.Conv1d: "Conv1D", nn.ConvTranspose2d: "ConvTranspose", nn.Linear: "Dense", nn.LayerNorm: "LayerNorm",
    nn.InstanceNorm2d: "InstanceNorm",
}


def names(model):
    kinds, result = {}, []
    for module in model:
        if type(module) in KINDS:
            kind = KINDS[type(module)]
            if kind == "Conv" and module.groups == module.in_channels == module.out_channels > 1:
                kind = "DepthwiseConv"
            kinds[kind] = kinds.get(kind, 0) + 1
            result += [f"{kind}{kinds[kind]}.{name}" for name, _ in module.named_parameters()]
    return result


def run(name, declaration, shape, model, loss):
    model = model.double()
    for parameter in model.parameters():
        parameter.data = random(*parameter.shape, scale=1.5 / max(1, parameter[0].numel()) ** 0.5)
    inputs = random(SAMPLES, *shape).requires_grad_()
    outputs = model(inputs)
    targets = targets_for(loss, outputs)
    value = loss(outputs, targets)
    value.backward()
    return {
        "name": name,
        "declaration": declaration,
        "inputs": floats(inputs),
        "targets": floats(targets),
        "outputs": floats(outputs_of(loss, outputs)),
        "loss": floats(value)[0],
        "inputGradient": floats(inputs.grad),
        "parameters": [
            {"name": key, "values": floats(parameter.data), "gradient": floats(parameter.grad)}
            for key, parameter in zip(names(model), model.parameters())
        ],
    }


results = [run(*case) for case in CASES]

# Modules draw their first weights from the same random numbers, so that later cases are created after the first have run.
LATER_CASES = [
    activation("ReLU6", "ReLU6", nn.ReLU6()),
    activation("clip", "Clip(-0.5, 0.75)", nn.Hardtanh(-0.5, 0.75)),
    activation("hard sigmoid", "HardSigmoid", nn.Hardsigmoid()),
    activation("hard swish", "HardSwish", nn.Hardswish()),
    activation("Mish", "Mish", nn.Mish()),
]
results += [run(*case) for case in LATER_CASES]


def signal(name, shape, layers, *modules):
    """A case over signals, which ConvGen declares as images of one row."""
    channels, length = shape
    return (name, f"[Network({channels}, 1, {length})] {layers} [MeanSquaredError]", shape, nn.Sequential(*modules), nn.MSELoss())


SIGNAL_CASES = [
    signal("conv over signals", (3, 19), "[Conv1D(5, 4)]", nn.Conv1d(3, 5, 4)),
    signal("conv over signals with stride, padding and dilation", (2, 23), "[Conv1D(9, 3, Stride = 2, Pad = 2, Dilation = 3, Bias = false)]",
           nn.Conv1d(2, 9, 3, stride=2, padding=2, dilation=3, bias=False)),
    signal("conv over signals in groups", (6, 14), "[Conv1D(4, 3, Groups = 2)]", nn.Conv1d(6, 4, 3, groups=2)),
    signal("max pool over signals", (5, 17), "[MaxPool1D(3, Stride = 2, Pad = 1, CeilMode = true)]",
           nn.MaxPool1d(3, stride=2, padding=1, ceil_mode=True)),
    signal("average pool over signals", (5, 17), "[AveragePool1D(3, Pad = 1, CountPadding = false)]",
           nn.AvgPool1d(3, padding=1, count_include_pad=False)),
]
results += [run(*case) for case in SIGNAL_CASES]

TRANSPOSED_CASES = [
    image("transposed conv", (3, 4, 5), "[ConvTranspose(5, 3)]", nn.ConvTranspose2d(3, 5, 3)),
    image("transposed conv that doubles the size", (5, 4, 7), "[ConvTranspose(9, 4, Stride = 2, Pad = 1)]",
          nn.ConvTranspose2d(5, 9, 4, stride=2, padding=1)),
    image("transposed conv with output padding", (2, 5, 4),
          "[ConvTranspose(3, 3, 2, StrideY = 2, StrideX = 3, PadTop = 1, PadBottom = 1, OutputPaddingY = 1, OutputPaddingX = 2, Bias = false)]",
          nn.ConvTranspose2d(2, 3, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), bias=False)),
    image("transposed conv of one pixel", (10, 1, 1), "[ConvTranspose(4, 4), ReLU, ConvTranspose(2, 4, Stride = 2, Pad = 1)]",
          nn.ConvTranspose2d(10, 4, 4), nn.ReLU(), nn.ConvTranspose2d(4, 2, 4, stride=2, padding=1)),
]
results += [run(*case) for case in TRANSPOSED_CASES]



class Slice(nn.Module):
    def __init__(self, first, count):
        super().__init__()
        self.range = slice(first, first + count)

    def forward(self, x):
        return x[:, self.range]


class ChannelShuffle(nn.Module):
    """As nn.ChannelShuffle, which has no derivative in PyTorch 1.13."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        samples, channels, height, width = x.shape
        return x.view(samples, self.groups, channels // self.groups, height, width).transpose(1, 2).reshape(x.shape)


SAMPLE_CASES = [
    image("slice of channels", (11, 4, 5), "[Slice(3, 5)]", Slice(3, 5)),
    image("channel shuffle", (12, 3, 4), "[ChannelShuffle(3)]", ChannelShuffle(3)),
    image("pixel shuffle", (18, 3, 4), "[PixelShuffle(3)]", nn.PixelShuffle(3)),
    image("pad with zeros", (3, 4, 5), "[Pad(2)]", nn.ZeroPad2d(2)),
    image("pad by reflection", (9, 4, 5), "[Pad(Top = 3, Left = 1, Bottom = 2, Right = 4, Mode = PadMode.Reflection)]",
          nn.ReflectionPad2d((1, 4, 3, 2))),
    image("pad with the edge", (9, 4, 5), "[Pad(Top = 3, Left = 1, Bottom = 2, Right = 4, Mode = PadMode.Edge)]",
          nn.ReplicationPad2d((1, 4, 3, 2))),
    image("upsample to the nearest", (5, 4, 3), "[Upsample(2, 3)]", nn.Upsample(scale_factor=(2, 3), mode="nearest")),
    image("upsample bilinear", (5, 4, 3), "[Upsample(2, Mode = UpsampleMode.Bilinear)]", nn.Upsample(scale_factor=2, mode="bilinear")),
    image("upsample bilinear with aligned corners", (9, 4, 3), "[Upsample(3, 2, Mode = UpsampleMode.BilinearAlignCorners)]",
          nn.Upsample(scale_factor=(3, 2), mode="bilinear", align_corners=True)),
    image("softmax over channels", (11, 4, 3), "[Softmax]", nn.Softmax(dim=1)),
    vector("softmax of a vector", "[Dense(19), Softmax] [MeanSquaredError]", nn.MSELoss(), nn.Linear(13, 19), nn.Softmax(dim=1)),
    image("layer norm of an image", (5, 4, 3), "[LayerNorm]", nn.LayerNorm([5, 4, 3])),
    vector("layer norm of a vector", "[Dense(19), LayerNorm(Epsilon = 0.001)] [MeanSquaredError]", nn.MSELoss(),
           nn.Linear(13, 19), nn.LayerNorm(19, eps=0.001)),
    image("instance norm", (5, 4, 3), "[InstanceNorm]", nn.InstanceNorm2d(5)),
    image("affine instance norm", (11, 4, 3), "[InstanceNorm(Affine = true, Epsilon = 0.01)]", nn.InstanceNorm2d(11, eps=0.01, affine=True)),
]
results += [run(*case) for case in SAMPLE_CASES]

print("[\n" + ",\n".join(json.dumps(result, separators=(",", ":")) for result in results) + "\n]")
