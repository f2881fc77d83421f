using System.Reflection;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Matrix;

/// <summary>The networks that test generated code, and the assembly that they are compiled into.</summary>
internal static class NetworkMatrix
{
    public static IReadOnlyList<MatrixCase> Cases { get; } =
        [.. HandPickedNetworks.All, .. RandomNetworks.Draw(count: 80, seed: 1), .. NetworksOfKinds()];

    private static readonly Lazy<NetworkBatch> LazyBatch =
        new(() => new("NetworkMatrix", Cases.Select(@case => @case.Network)));

    public static NetworkBatch Batch => LazyBatch.Value;

    public static MatrixCase Named(string name) => Cases.Single(@case => @case.Network.Name == name);

    /// <summary>The networks that the tests of single kinds bring along, last, so that a new kind changes no other test case.</summary>
    private static IEnumerable<MatrixCase> NetworksOfKinds() => typeof(NetworkMatrix).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IMatrixNetworks)) && !type.IsInterface)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(type => typeof(NetworkMatrix).GetMethod(nameof(NetworksOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).CreateDelegate<Func<IReadOnlyList<MatrixCase>>>()());

    private static IReadOnlyList<MatrixCase> NetworksOf<T>()
        where T : IMatrixNetworks => T.Networks;

    /// <summary>A seed for each name, the same in every process (as <see cref="string.GetHashCode()"/> is not).</summary>
    public static int SeedOf(string name) => name.Aggregate(17, (seed, letter) => unchecked(seed * 31 + letter));
}

/// <summary>Tests of one kind of layer, whose networks belong to the matrix.</summary>
internal interface IMatrixNetworks
{
    static abstract IReadOnlyList<MatrixCase> Networks { get; }
}
