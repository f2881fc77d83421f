using ConvGen.CompilerServices;

namespace ConvGen;

/// <summary>Identifies the masks of every <see cref="DropoutAttribute">dropout</see> in one training step.</summary>
/// <param name="Seed">The trainer's seed, <see cref="TrainerOptions.Seed"/>.</param>
/// <param name="Step">The number of steps before this one, <see cref="Trainer{TNetwork}.Steps"/>; counts modulo 2^32.</param>
/// <remarks>
/// A value of a mask is one 32-bit word of the counter-based generator Philox4x32-10 and is 0 if that word is below
/// <c>rate * 2^32</c>, rounded. The key is (seed, step). The values of a sample are numbered pixel by pixel, with the channel
/// as the fastest index and the number of channels rounded up to a multiple of 8: number <c>e = (row * width + column) *
/// paddedChannels + channel</c> is word <c>e / 8 mod 4</c> of the block with the counter (<c>e / 32 * 8 + e mod 8</c>, sample
/// in the batch, number of the dropout in the network from 0, 3). With <see cref="TrainerOptions.BatchesPerUpdate"/>, the samples of all
/// mini-batches of an update are numbered together.
/// </remarks>
public readonly record struct DropoutMasks(int Seed, long Step)
{
    internal TrainingNoise Noise => new() { IsOn = true, Seed = Seed, Step = Step };
}
