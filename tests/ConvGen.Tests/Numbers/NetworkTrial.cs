using ConvGen.Testing;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Numbers;

/// <summary>Compares random networks with the reference, a batch of them in one compilation. Shrinks the first failing network and prints
/// its declaration.</summary>
/// <param name="subject">A description of the networks, for messages.</param>
/// <param name="draw">Fills the parameters and draws samples.</param>
/// <param name="compare">Compares results of generated code with the reference.</param>
internal sealed class NetworkTrial(string subject, NetworkTrial.SampleDraw draw, NetworkRun.Comparison compare)
{
    /// <summary>Fills the parameters of a network and draws samples and targets for it; null if none are
    /// usable.</summary>
    public delegate (double[] Inputs, double[] Targets)? SampleDraw(ReferenceNetwork network, int samples, int seed);

    /// <summary>Compiles all networks, which must give no warning, and compares each with its reference.</summary>
    /// <param name="name">The assembly's.</param>
    /// <param name="cases">Networks with unique names.</param>
    /// <param name="compile">Replaces <see cref="Compile"/> if another test has already compiled the networks.</param>
    public void Hold(string name, IReadOnlyList<MatrixCase> cases, Func<NetworkBatch>? compile = null)
    {
        NetworkBatch batch;
        try
        {
            batch = compile is null ? Compile(name, cases.Select(@case => @case.Network)) : compile();
        }
        catch (Exception exception)
        {
            // The message names the generated line but not the declaration.
            MatrixCase? broken = cases.FirstOrDefault(@case => !Compiles(@case.Network));
            throw Failure(broken is null ? null : NetworkShrinker.Smallest(broken, @case => !Compiles(@case.Network)), exception);
        }

        foreach (MatrixCase @case in cases)
        {
            try
            {
                Run(@case, batch);
            }
            catch (Exception exception)
            {
                throw Failure(NetworkShrinker.Smallest(@case, Fails), exception);
            }
        }
    }

    /// <summary>Compiles networks the way a trial does: with checked arithmetic, and unloaded after use.</summary>
    public static NetworkBatch Compile(string name, IEnumerable<NetworkSpec> networks) =>
        new(name, networks, checkOverflow: true, isUnloadable: true);

    private static bool Compiles(NetworkSpec network)
    {
        try
        {
            Compile("OneOfMany", [network]);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool Fails(MatrixCase @case)
    {
        try
        {
            Run(@case, Compile("Smaller", [@case.Network]));
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private void Run(MatrixCase @case, NetworkBatch batch)
    {
        ReferenceNetwork reference = new(@case.Network);
        if (draw(reference, @case.Batch, NetworkMatrix.SeedOf(@case.Network.Name)) is var (inputs, targets))
        {
            NetworkRun.Compare(reference, batch.Create(reference), inputs, targets, compare);
        }
    }

    private InvalidOperationException Failure(MatrixCase? smallest, Exception cause) => new(
        $"{subject}, drawn from CONVGEN_SEED={Campaign.Seed}: "
        + (smallest is null
            ? "they fail together, but not individually."
            : $"with {smallest.Batch} samples this fails, and nothing smaller does:\n\n{NetworkSource.Declare(smallest.Network)}")
        + $"\n{cause.Message}",
        cause);
}
