using ConvGen.CompilerServices;

namespace ConvGen.RandomNumbers;

/// <summary>How parameters start: normal numbers of the standard deviation that the compiler has found for each.</summary>
internal static class WeightInitializer
{
    /// <summary>Fills the parameters of a new network. Element i of parameter p, in PyTorch's order, takes value i of
    /// stream p, so that the same seed gives the same network whatever the internal layout is.</summary>
    public static void Fill(ParameterSet parameters, NetworkProgram program, int seed)
    {
        for (int p = 0; p < parameters.Count; p++)
        {
            ParameterLayout layout = program.Parameters[p];
            if (layout.Deviation == 0)
            {
                continue; // It is zero already.
            }

            var stream = new RandomStream(RandomPurpose.Weights, p);
            float[] values = new float[parameters[p].Length];
            NormalDistribution.Fill(values, layout.Deviation, seed, stream);
            parameters[p].CopyFrom(values);
        }
    }
}
