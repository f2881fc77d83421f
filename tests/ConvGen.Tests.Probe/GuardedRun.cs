using System.Reflection;
using ConvGen.Internal;

namespace ConvGen.Tests.Probe;

/// <summary>Runs every network of an assembly on memory that starts, and on memory that ends, at an inaccessible page.
/// A kernel that accesses memory outside it ends the process; the last line then names the network and the
/// side.</summary>
internal static class GuardedRun
{
    /// <summary>Prints the name of each network and each side before running it, and returns the number of networks.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <exception cref="InvalidOperationException">Results depend on addresses, or a kernel wrote outside its
    /// memory.</exception>
    public static string Describe(string assembly)
    {
        Type[] networks =
        [
            .. Assembly.LoadFrom(Path.GetFullPath(assembly)).GetExportedTypes()
                .Where(type => type.GetInterfaces().Any(IsNetwork)),
        ];
        foreach (Type network in networks)
        {
            Console.Error.WriteLine(network.Name);
            var run = (Run)Activator.CreateInstance(typeof(Run<>).MakeGenericType(network))!;
            long usual = run.Everything(side: null);
            foreach (GuardedSide side in Enum.GetValues<GuardedSide>())
            {
                Console.Error.WriteLine($"  with inaccessible memory at the {side}");
                if (run.Everything(side) != usual)
                {
                    throw new InvalidOperationException($"{network.Name} computes other numbers on other memory.");
                }
            }
        }

        return $"{networks.Length} networks";
    }

    /// <summary>Reads the float next to an allocation, which must end the process.</summary>
    /// <param name="side">The side of the memory that adjoins an inaccessible page.</param>
    public static unsafe string Transgress(GuardedSide side)
    {
        const int Floats = 10;
        float* memory = (float*)GuardedPages.Allocate(Floats * sizeof(float), side);
        memory[0] = memory[Floats - 1] = 1;
        return $"Nothing stopped {memory[side == GuardedSide.Start ? -1 : Floats]}.";
    }

    private static bool IsNetwork(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INetwork<>);

    private abstract class Run
    {
        /// <summary>Predicts, backpropagates and trains; returns the bits of the sum of all results.</summary>
        /// <param name="side">The side of all memory that adjoins an inaccessible page; null for ordinary memory.</param>
        public abstract long Everything(GuardedSide? side);
    }

    private sealed unsafe class Run<TNetwork> : Run
        where TNetwork : class, INetwork<TNetwork>
    {
        private const int Threads = 2;

        /// <summary>One sample, an odd number of them, and more than a chunk and a slice.</summary>
        private static readonly int[] BatchSizes = [1, 3, 19];

        public override long Everything(GuardedSide? side)
        {
            if (side is not { } guarded)
            {
                return Results(side: null);
            }

            MemorySource usual = MemorySource.Current;
            GuardedMemorySource source = new(guarded);
            MemorySource.Current = source;
            try
            {
                long result = Results(side);
                source.CheckEnds();
                return result;
            }
            finally
            {
                MemorySource.Current = usual;
            }
        }

        private static long Results(GuardedSide? side)
        {
            double sum = 0;
            TNetwork network = TNetwork.Create(seed: 1);
            Gradients gradients = network.CreateGradients();
            Sgd optimizer = new(1e-4f) { Momentum = 0.9f, WeightDecay = 1e-3f };
            using Trainer<TNetwork> trainer = new(network, optimizer, new TrainerOptions { Threads = Threads });
            Random random = new(7);
            foreach (int samples in BatchSizes)
            {
                Span<float> inputs = Drawn(samples * TNetwork.InputLength, side, random);
                Span<float> targets = Drawn(samples * TNetwork.OutputLength, side, random);
                Span<float> outputs = Floats(targets.Length, side);
                network.Predict(inputs, outputs);
                sum += network.Backpropagate(inputs, targets, gradients);
                sum += trainer.Step(inputs, targets);
                sum += network.Classify(inputs[..TNetwork.InputLength]) + SumOf(outputs) + SumOf(gradients, inputs.Length, side);
            }

            foreach (Parameter parameter in network.Parameters)
            {
                Span<float> values = Floats(parameter.Length, side);
                parameter.CopyTo(values);
                parameter.CopyFrom(values);
                sum += SumOf(values);
            }

            return BitConverter.DoubleToInt64Bits(sum);
        }

        private static double SumOf(Gradients gradients, int inputs, GuardedSide? side)
        {
            double sum = 0;
            foreach (Gradient gradient in gradients)
            {
                Span<float> values = Floats(gradient.Length, side);
                gradient.CopyTo(values);
                sum += SumOf(values);
            }

            Span<float> ofInputs = Floats(inputs, side);
            gradients.Input.CopyTo(ofInputs);
            return sum + SumOf(ofInputs);
        }

        private static double SumOf(ReadOnlySpan<float> values)
        {
            double sum = 0;
            foreach (float value in values)
            {
                sum += value;
            }

            return sum;
        }

        private static Span<float> Drawn(int length, GuardedSide? side, Random random)
        {
            Span<float> values = Floats(length, side);
            WeightHash.Noise(length, random).CopyTo(values);
            return values;
        }

        private static Span<float> Floats(int length, GuardedSide? side) => side is { } guarded
            ? new(GuardedPages.Allocate((nuint)length * sizeof(float), guarded), length)
            : new Span<float>(new float[length]);
    }
}
