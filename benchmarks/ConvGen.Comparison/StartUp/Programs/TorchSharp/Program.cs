using ConvGen.Comparison.StartUp;
using ConvGen.Comparison.Systems;
using TorchSharp;

// Predicts one image with the book's network and trains on ten, as samples/Aot does.
var report = new StartUpReport(args[0]);
report.Note("main");
TorchNativeLibrary.Load();
BookNetwork.PredictAndTrain(report);
report.Print();

/// <summary>A separate class, so that no type of TorchSharp is used before its library is loaded.</summary>
internal static class BookNetwork
{
    private const int Batch = 10;

    public static void PredictAndTrain(StartUpReport report)
    {
        torch.set_num_threads(1);
        using var network = torch.nn.Sequential(
            torch.nn.Conv2d(1, 20, 5), torch.nn.MaxPool2d(2), torch.nn.ReLU(),
            torch.nn.Conv2d(20, 40, 5), torch.nn.MaxPool2d(2), torch.nn.ReLU(),
            torch.nn.Flatten(), torch.nn.Linear(640, 100), torch.nn.ReLU(),
            torch.nn.Linear(100, 10));
        using torch.Tensor images = torch.rand(Batch, 1, 28, 28);
        using torch.Tensor labels = torch.arange(Batch, dtype: torch.ScalarType.Int64);

        using (torch.no_grad())
        {
            network.forward(images[..1]).argmax(1).item<long>();
        }

        report.Note("first prediction");

        using torch.optim.Optimizer optimizer = torch.optim.SGD(network.parameters(), 0.05, 0.9);
        torch.Tensor loss = torch.nn.functional.cross_entropy(network.forward(images), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        loss.item<float>();
        report.Note("first training step");
    }
}
