"""Approximately normal numbers, the same as those of PortableNormal.cs."""

import numpy as np


def words(count, seed):
    """SplitMix64: the given number of 64-bit words."""
    with np.errstate(over="ignore"):
        word = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        word = (word ^ word >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ word >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return word ^ word >> np.uint64(31)


def normal(shape, seed, scale=1.0):
    """The sum of twelve uniform numbers of 16 bits, less its mean, times a power of two: each is exactly a float."""
    count = int(np.prod(shape))
    uniform = words(3 * count, seed).astype("<u8").view("<u2").astype(np.int64)
    numbers = (uniform.reshape(count, 12).sum(1) - 12 * 65535 // 2) / 65536
    return (scale * numbers).reshape(shape).astype(np.float32)
