using ConvGen.CompilerServices;

namespace ConvGen.RandomNumbers;

/// <summary>How weights start: normal numbers of the standard deviation that <see cref="Init"/> asks for.</summary>
internal static class WeightInitializer
{
    /// <summary>Fills the parameters of a new network. Element i of parameter p, in PyTorch's order, takes value i of
    /// stream p, so that the same seed gives the same network whatever the internal layout is.</summary>
    public static void Fill(ParameterSet parameters, NetworkProgram program, int seed)
    {
        for (int p = 0; p < parameters.Count; p++)
        {
            ParameterLayout layout = program.Parameters[p];
            bool isBias = layout.FanIn == 0;
            if (isBias)
            {
                continue; // It is zero already.
            }

            var stream = new RandomStream(RandomPurpose.Weights, p);
            double deviation = Math.Sqrt(Variance(program.Init, layout.FanIn, layout.FanOut));
            float[] values = new float[parameters[p].Length];
            NormalDistribution.Fill(values, deviation, seed, stream);
            parameters[p].CopyFrom(values);
        }
    }

    private static double Variance(Init init, int fanIn, int fanOut) => init switch
    {
        Init.He => 2.0 / fanIn,
        Init.Glorot => 2.0 / ((double)fanIn + fanOut),
        Init.LeCun => 1.0 / fanIn,
        Init.Book => 1.0 / fanOut,
        _ => throw new ArgumentOutOfRangeException(nameof(init), init, "There is no such initialiser."),
    };
}
