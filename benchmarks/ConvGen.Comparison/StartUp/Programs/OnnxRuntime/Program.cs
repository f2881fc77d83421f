using ConvGen.Comparison.StartUp;
using Microsoft.ML.OnnxRuntime;

// Predicts one image with the book's network, loaded from a model file.
var report = new StartUpReport(args[0]);
report.Note("main");
using var options = new SessionOptions { IntraOpNumThreads = 1 };
using var session = new InferenceSession(args[1], options);
using var input = OrtValue.CreateTensorValueFromMemory(new float[28 * 28], [1, 1, 28, 28]);
using var runOptions = new RunOptions();
using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, ["input"], [input], ["output"]);
outputs[0].GetTensorDataAsSpan<float>()[0].ToString();
report.Note("first prediction");
report.Print();
