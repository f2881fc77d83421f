using System.Text.Json;

namespace ConvGen.Tests.Files;

public sealed class PyTorchFileTests
{
    [Fact]
    public void A_model_saved_by_PyTorch_is_loaded_and_gives_the_same_predictions()
    {
        SavedNet network = new();
        network.Load(Made("pytorch.safetensors"));

        using var expected = JsonDocument.Parse(File.ReadAllText(Made("pytorch.json")));
        float[] inputs = Numbers(expected, "inputs");
        float[] outputs = new float[inputs.Length / SavedNet.InputLength * SavedNet.OutputLength];
        network.Predict(inputs, outputs);
        Assert.Equal(4 * SavedNet.OutputLength, outputs.Length);
        Assert.All(Numbers(expected, "outputs").Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Tensors_of_PyTorch_files_have_another_order_and_no_metadata()
    {
        var file = PlainFile.Read(File.ReadAllBytes(Made("pytorch.safetensors")));
        Assert.Empty(file.Metadata);
        Assert.Equal("Conv1.bias", file.Tensors.First().Name);
    }

    private static string Made(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name);

    private static float[] Numbers(JsonDocument document, string name) =>
        [.. document.RootElement.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
}
