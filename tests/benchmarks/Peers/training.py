# The peer of "training": the same network, data and optimiser in PyTorch. Two passes over the first images; the second one counts.
import json
import sys
import time

import numpy
import torch
from torch import nn

folder, images, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(42)
pixels = torch.from_numpy(numpy.fromfile(folder + "/train-images-idx3-ubyte", dtype=numpy.uint8)[16:].reshape(-1, 1, 28, 28)[:images].copy())
labels = torch.from_numpy(numpy.fromfile(folder + "/train-labels-idx1-ubyte", dtype=numpy.uint8)[8:][:images].astype(numpy.int64))
model = nn.Sequential(
    nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
right = 0
for epoch in range(2):
    order = torch.randperm(images)
    started = time.perf_counter()
    for batch in order.split(64):
        x = (pixels[batch].float().div_(255) - 0.1307).div_(0.3081)
        y = labels[batch]
        optimizer.zero_grad()
        answer = model(x)
        loss = nn.functional.cross_entropy(answer, y)
        loss.backward()
        optimizer.step()
        loss.item()
        right += (answer.argmax(1) == y).sum().item()
    seconds = time.perf_counter() - started
print(json.dumps({"imagesPerSecond": images / seconds, "right": right, "torch": torch.__version__}))
