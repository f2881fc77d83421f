using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace DigitsWeb.Tests;

public sealed class TrainingTests : IAsyncLifetime
{
    private DigitsSite _site = null!;

    private HttpClient Client { get; set; } = null!;

    private string Phase => _site.Training.Feed.State.Phase;

    public async Task InitializeAsync()
    {
        _site = await TrainedSite.StartAsync(new SiteOptions { DrawnImages = 2_000, Epochs = 0 });
        Client = new HttpClient { BaseAddress = _site.Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task A_page_receives_events_until_the_training_ends()
    {
        var follows = new TaskCompletionSource();
        Task<List<JsonElement>> heard = Follow(message =>
        {
            follows.TrySetResult();
            return PhaseOf(message) == "done";
        });
        await Task.WhenAny(follows.Task, heard);
        Assert.Equal(HttpStatusCode.Accepted, await Train("""{"epochs":2,"fromScratch":true}"""));

        List<JsonElement> messages = await heard;
        Assert.Equal("idle", PhaseOf(messages[0]));
        Assert.Contains(messages, message => PhaseOf(message) == "training");
        JsonElement[] points = [.. messages.SelectMany(message => message.GetProperty("points").EnumerateArray())];
        Assert.Equal(2 * 1_800, points[^1].GetProperty("images").GetInt64());
        Assert.InRange(points[^1].GetProperty("accuracy").GetDouble(), 0.5, 1);
        Assert.All(points, point => Assert.InRange(point.GetProperty("loss").GetDouble(), 0.0001, 10));
    }

    [Fact]
    public async Task A_page_that_connects_late_receives_all_points()
    {
        await Train("""{"epochs":2,"fromScratch":true}""");
        await TrainedSite.UntilAsync(() => Phase == "done");

        JsonElement first = (await Follow(_ => true))[0];

        JsonElement[] points = [.. first.GetProperty("points").EnumerateArray()];
        Assert.InRange(points.Length, 2, int.MaxValue);
        Assert.Equal(2 * 1_800, points[^1].GetProperty("images").GetInt64());
    }

    [Fact]
    public async Task Only_one_training_runs_at_a_time_and_it_can_be_stopped_and_continued()
    {
        Assert.Equal(HttpStatusCode.Conflict, await Stop());
        Assert.Equal(HttpStatusCode.Accepted, await Train("""{"epochs":20,"fromScratch":true}"""));
        Assert.Equal(HttpStatusCode.Conflict, await Train("""{"epochs":1,"fromScratch":false}"""));
        Assert.Equal(HttpStatusCode.Accepted, await Stop());
        await TrainedSite.UntilAsync(() => Phase == "stopped");

        Assert.Equal(HttpStatusCode.Accepted, await Train("""{"epochs":1,"fromScratch":false}"""));
        await TrainedSite.UntilAsync(() => Phase == "done");
        Assert.Equal(1, _site.Training.Feed.State.Run);
    }

    [Theory]
    [InlineData("""{"epochs":0,"fromScratch":true}""")]
    [InlineData("""{"epochs":21,"fromScratch":true}""")]
    [InlineData("""{"epochs":-2147483648}""")]
    [InlineData("""{"epochs":1e99}""")]
    [InlineData("""{"epochs":"3"}""")]
    [InlineData("""{"epochs":1,"fromScratch":7}""")]
    [InlineData("""{"epochs":1""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task An_invalid_training_request_is_rejected(string json)
    {
        HttpStatusCode status = await Train(json);

        Assert.InRange((int)status, 400, 499);
        Assert.Equal("idle", Phase);
    }

    [Fact]
    public async Task Predictions_never_mix_old_and_new_weights()
    {
        // On a busy machine a training may end before the second answer; then another one is started.
        var versions = new HashSet<int>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (versions.Count < 4 && !patience.IsCancellationRequested)
        {
            if (Phase != "training")
            {
                await Train("""{"epochs":20,"fromScratch":true}""");
            }

            var content = new ByteArrayContent(new byte[784]);
            content.Headers.ContentType = new("application/octet-stream");
            using HttpResponseMessage response = await Client.PostAsync(new Uri("api/predict", UriKind.Relative), content);
            JsonElement prediction = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal(1, prediction.GetProperty("probabilities").EnumerateArray().Sum(value => value.GetSingle()), 1e-5f);
            versions.Add(prediction.GetProperty("version").GetInt32());
        }

        Assert.Equal(4, versions.Count);
    }

    private async Task<HttpStatusCode> Train(string json)
    {
        var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await Client.PostAsync(new Uri("api/train", UriKind.Relative), content);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> Stop()
    {
        using HttpResponseMessage response = await Client.PostAsync(new Uri("api/stop", UriKind.Relative), null);
        return response.StatusCode;
    }

    /// <summary>Returns the messages up to the first one that matches.</summary>
    private async Task<List<JsonElement>> Follow(Predicate<JsonElement> isLast)
    {
        const string Data = "data: ";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using Stream stream = await Client.GetStreamAsync(new Uri("api/progress", UriKind.Relative), patience.Token);
        using var reader = new StreamReader(stream);
        var messages = new List<JsonElement>();
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal))
            {
                messages.Add(JsonDocument.Parse(line[Data.Length..]).RootElement);
                if (isLast(messages[^1]))
                {
                    break;
                }
            }
        }

        return messages;
    }

    private static string? PhaseOf(JsonElement message) => message.GetProperty("state").GetProperty("phase").GetString();
}
