using System.Net;
using System.Text.Json;
using ConvGen;
using MnistSample.Networks;

namespace DigitsWeb.Tests;

[Collection(TrainedSiteTests.Name)]
public sealed class NetworkTests(TrainedSite site)
{
    [Fact]
    public async Task Every_layer_has_code_that_begins_with_the_forward_pass_of_its_stage()
    {
        JsonElement network = await site.GetJsonAsync("api/network");
        foreach (JsonElement layer in network.GetProperty("layers").EnumerateArray())
        {
            string stage = layer.GetProperty("stage").GetString()!;
            JsonElement code = await site.GetJsonAsync($"api/code/{layer.GetProperty("name").GetString()}");
            JsonElement first = code.GetProperty("files")[0];

            Assert.Equal($"{stage}.Forward.g.cs", first.GetProperty("name").GetString());
            Assert.Contains($"// {stage}, forward pass", first.GetProperty("text").GetString());
        }
    }

    [Fact]
    public async Task A_pooling_and_an_activation_belong_to_the_convolution_before_them()
    {
        JsonElement code = await site.GetJsonAsync("api/code/ReLU2");

        Assert.Equal("Conv2", code.GetProperty("stage").GetString());
        Assert.Contains(
            "Conv2.Backward.g.cs",
            code.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("conv1")]
    [InlineData("Conv3")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("Conv1.Forward.g.cs")]
    public async Task Code_is_found_only_for_layers(string layer)
    {
        using HttpResponseMessage response = await site.Client.GetAsync(new Uri($"api/code/{layer}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Filters_equal_those_of_the_convolutions()
    {
        JsonElement filters = await site.GetJsonAsync("api/filters");

        Assert.Equal(
            [("Conv1", 20 * 1 * 5 * 5), ("Conv2", 40 * 20 * 5 * 5)],
            filters.GetProperty("layers").EnumerateArray().Select(layer => (
                layer.GetProperty("name").GetString()!, layer.GetProperty("values").GetBytesFromBase64().Length)));
    }

    [Fact]
    public async Task Weights_from_a_file_are_used_without_training()
    {
        string path = Path.GetTempFileName();
        try
        {
            var network = new BookNet(seed: 7);
            network.Save(path);
            var options = new SiteOptions { DrawnImages = 100, WeightsFile = path };
            await using DigitsSite loaded = await TrainedSite.StartAsync(options);
            using var client = new HttpClient { BaseAddress = loaded.Address };
            var content = new ByteArrayContent(new byte[784]);
            content.Headers.ContentType = new("application/octet-stream");

            using HttpResponseMessage response = await client.PostAsync(new Uri("api/predict", UriKind.Relative), content);
            JsonElement prediction = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

            float[] expected = new float[10];
            network.Predict(new float[784], expected);
            Assert.Equal(expected, prediction.GetProperty("probabilities").EnumerateArray().Select(value => value.GetSingle()));
            Assert.Equal("idle", loaded.Training.Feed.State.Phase);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_file_with_a_NaN_weight_is_rejected_with_the_name_of_the_parameter()
    {
        string path = Path.GetTempFileName();
        try
        {
            var network = new BookNet();
            network.Dense1.Bias[3] = float.NaN;
            network.Save(path);

            InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(
                () => TrainedSite.StartAsync(new SiteOptions { DrawnImages = 100, WeightsFile = path }));
            Assert.Contains("Dense1.bias", exception.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
