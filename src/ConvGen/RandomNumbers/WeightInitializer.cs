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
            if (layout.Deviation == 0)
            {
                continue; // Already zero.
            }

            var stream = new RandomStream(RandomPurpose.Weights, p);
            float[] values = new float[parameters[p].Length];
            NormalDistribution.Fill(values, layout.Deviation, seed, stream);
            parameters[p].CopyFrom(values);
        }
    }
}
