using System.Net.Http.Headers;
using System.Text.Json;

// Tests run one after the other, because some measure memory and time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DigitsWeb.Tests;

/// <summary>A server on a free port, whose network has been trained on drawn digits for a second or two. Its rate limit is high enough
/// not to affect tests of other features.</summary>
public sealed class TrainedSite : IAsyncLifetime
{
    private const int ManyRequests = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private DigitsSite? _site;

    /// <summary>The address of the page, with a slash at the end.</summary>
    public Uri Address => Site.Address;

    /// <summary>A client for the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    internal DigitsSite Site => _site ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        _site = await StartAsync(new SiteOptions { DrawnImages = 6_000, Epochs = 2, Seed = 1 });
        Client = new HttpClient { BaseAddress = Address };
        await UntilAsync(() => _site.Training.Feed.State.Phase == "done");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Site.DisposeAsync();
    }

    internal static Task<DigitsSite> StartAsync(SiteOptions options, SiteLimits? limits = null) => DigitsSite.StartAsync(
        options with { Port = 0, Limits = limits ?? new SiteLimits { RequestsPerSecond = ManyRequests } }, _ => { });

    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Requests a prediction.</summary>
    public Task<HttpResponseMessage> PredictAsync(byte[] pixels, string contentType = "application/octet-stream")
    {
        var content = new ByteArrayContent(pixels);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return Client.PostAsync(new Uri("api/predict", UriKind.Relative), content);
    }

    /// <summary>Sends the given JSON text.</summary>
    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, new MediaTypeHeaderValue("application/json")));

    /// <summary>Sends a GET request and parses the response as JSON.</summary>
    public async Task<JsonElement> GetJsonAsync(string path) =>
        JsonDocument.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;
}

/// <summary>Tests that share a server run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedSiteTests : ICollectionFixture<TrainedSite>
{
    public const string Name = "one trained site";
}
