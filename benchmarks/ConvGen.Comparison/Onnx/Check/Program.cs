using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

// Runs the models of a folder in ONNX Runtime and compares its outputs with ConvGen's: NAME.onnx with NAME.inputs and
// NAME.outputs, 32-bit floats, which the tests write into the folder named by CONVGEN_ONNX_FOLDER.
const double LargestError = 2e-6;

if (args is not [var folder])
{
    Console.Error.WriteLine("Expected the folder with the models as the only argument.");
    return 2;
}

int wrong = 0, models = 0;
double worst = 0;
foreach (string path in Directory.EnumerateFiles(folder, "*.onnx").Order(StringComparer.Ordinal))
{
    models++;
    try
    {
        float[] expected = ReadFloats(Path.ChangeExtension(path, ".outputs"));
        float[] answers = Answer(path, ReadFloats(Path.ChangeExtension(path, ".inputs")));
        double error = answers.Length == expected.Length ? ErrorOf(expected, answers) : double.PositiveInfinity;
        worst = Math.Max(worst, error);
        if (!(error <= LargestError))
        {
            wrong++;
            Console.WriteLine($"{Path.GetFileName(path)}: off by {error:G3}");
        }
    }
    catch (OnnxRuntimeException exception)
    {
        wrong++;
        Console.WriteLine($"{Path.GetFileName(path)}: {exception.Message}");
    }
}

Console.WriteLine($"{models} models in ONNX Runtime {typeof(InferenceSession).Assembly.GetName().Version?.ToString(3)}: "
    + $"{wrong} differ by more than {LargestError:G}; the largest difference is {worst:G3}");
return wrong == 0 && models > 0 ? 0 : 1;

static float[] Answer(string model, float[] inputs)
{
    using var session = new InferenceSession(model);
    long[] shape = [.. session.InputMetadata["input"].Dimensions.Select(size => (long)size)];
    shape[0] = inputs.Length / shape[1..].Aggregate(1L, (product, size) => product * size);
    using var input = OrtValue.CreateTensorValueFromMemory(inputs, shape);
    using var options = new RunOptions();
    using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["input"], [input], ["output"]);
    return outputs[0].GetTensorDataAsSpan<float>().ToArray();
}

// Relative to the largest value if that is above one: outputs without a loss are unbounded.
static double ErrorOf(float[] expected, float[] answers) =>
    expected.Zip(answers, (one, other) => Math.Abs((double)one - other)).Max() / Math.Max(1, expected.Max(Math.Abs));

static float[] ReadFloats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
