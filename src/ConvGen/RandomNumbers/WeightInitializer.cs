using ConvGen.CompilerServices;

namespace ConvGen.RandomNumbers;

/// <summary>Initializes parameters with normal numbers of the standard deviation that the compiler has computed for each.</summary>
internal static class WeightInitializer
{
    /// <summary>Fills the parameters of a new network. Element i of parameter p, in PyTorch's order, is value i of stream p, so
    /// that the same seed gives the same network with any internal layout.</summary>
    public static void Fill(ParameterSet parameters, NetworkProgram program, int seed)
    {
        for (int p = 0; p < parameters.Count; p++)
        {
            ParameterLayout layout = program.Parameters[p];
            if (layout is { Deviation: 0, Mean: 0f })
            {
                continue; // Already zero.
            }

            float[] values = new float[parameters[p].Length];
            if (layout.Deviation == 0)
            {
                Array.Fill(values, layout.Mean);
            }
            else
            {
                NormalDistribution.Fill(values, layout.Deviation, seed, new RandomStream(RandomPurpose.Weights, p));
            }

            parameters[p].CopyFrom(values);
        }
    }
}
