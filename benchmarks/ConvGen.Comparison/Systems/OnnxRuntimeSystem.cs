using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ConvGen.Comparison.Systems;

/// <summary>ONNX Runtime, on the processor, with all its graph optimisations.</summary>
internal sealed class OnnxRuntimeSystem(int threads) : ISystem
{
    public PreparedJob Open(PeerNetwork network, Job job, int batch) => job == Job.Train
        ? throw new NotSupportedException("ONNX Runtime only predicts.")
        : new OnnxRuntimePrediction(network, batch, threads);
}

/// <summary>A session with inputs and outputs bound in advance, so that a call neither allocates nor copies.</summary>
internal sealed class OnnxRuntimePrediction : PreparedJob
{
    private readonly SessionOptions options;
    private readonly RunOptions runOptions = new();
    private readonly InferenceSession session;
    private readonly List<OrtValue> values = [];
    private readonly OrtIoBinding[] bindings;
    private readonly float[] outputs;
    private int next;

    public OnnxRuntimePrediction(PeerNetwork network, int batch, int threads)
    {
        options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        session = new InferenceSession(OnnxModel.Of(network, batch), options);

        outputs = new float[batch * network.OutputLength()];
        OrtValue output = Bound(outputs, network.OutputBatchShape(batch));

        SpeedData data = network.ReadData();
        int length = batch * network.InputLength();
        bindings = new OrtIoBinding[JobSettings.PredictedImages(batch, network.Images) / batch];
        for (int i = 0; i < bindings.Length; i++)
        {
            bindings[i] = session.CreateIoBinding();
            bindings[i].BindInput(OnnxModel.Input, Bound(data.Images.AsMemory(i * length, length), network.BatchShape(batch)));
            bindings[i].BindOutput(OnnxModel.Output, output);
        }
    }

    public override float[] Answer()
    {
        session.RunWithBinding(runOptions, bindings[0]);
        return [.. outputs];
    }

    public override void Call()
    {
        session.RunWithBinding(runOptions, bindings[next]);
        next = (next + 1) % bindings.Length;
    }

    public override void Dispose()
    {
        Array.ForEach(bindings, binding => binding.Dispose());
        values.ForEach(value => value.Dispose());
        session.Dispose();
        runOptions.Dispose();
        options.Dispose();
    }

    private OrtValue Bound(Memory<float> memory, long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);
        values.Add(value);
        return value;
    }
}
