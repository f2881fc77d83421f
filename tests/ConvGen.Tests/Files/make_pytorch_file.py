"""Makes pytorch.safetensors and pytorch.json: a model saved by PyTorch, and what it answers.

    python3 make_pytorch_file.py                     (made with PyTorch 1.13)

The model has the names and the shape of SavedNet. The function save_file writes what safetensors.torch.save_file writes of a state_dict,
so that nothing but PyTorch is needed: no metadata, the tensors in the order of their names.
"""

import json
import struct

import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.Conv1 = nn.Conv2d(1, 3, 3, padding=1)
        self.Dense1 = nn.Linear(27, 5)
        self.Dense2 = nn.Linear(5, 3)

    def forward(self, x):
        x = torch.relu(torch.max_pool2d(self.Conv1(x), 2)).flatten(1)
        return torch.softmax(self.Dense2(torch.tanh(self.Dense1(x))), 1)


def save_file(tensors, path):
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        values = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(5)
model = Model()
save_file(model.state_dict(), "pytorch.safetensors")
inputs = torch.rand(4, 1, 6, 6)
with open("pytorch.json", "w") as file:
    outputs = model.double()(inputs.double())
    json.dump({"inputs": inputs.flatten().tolist(), "outputs": outputs.flatten().tolist()}, file)
    file.write("\n")
