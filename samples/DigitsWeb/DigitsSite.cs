using System.Net;
using ConvGen;
using DigitsWeb.Api;
using DigitsWeb.Data;
using DigitsWeb.Hosting;
using DigitsWeb.Learning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistSample.Networks;

namespace DigitsWeb;

/// <summary>The server: a network, its training, and the page that shows both.</summary>
internal sealed class DigitsSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BackgroundTraining _training;

    private DigitsSite(WebApplication app, BackgroundTraining training)
    {
        _app = app;
        _training = training;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>The address of the page.</summary>
    public Uri Address { get; }

    /// <summary>The images that the network is trained on.</summary>
    public BackgroundTraining Training => _training;

    /// <summary>Loads images and weights, starts a training if the options ask for it, and starts the server.</summary>
    /// <param name="options">Port, files and limits.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <exception cref="IOException">The port is taken, or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The images are not digits of 28x28, or a weight is not finite.</exception>
    /// <exception cref="NetworkFileException">The weights are not those of the book's network.</exception>
    public static async Task<DigitsSite> StartAsync(SiteOptions options, Action<string> say)
    {
        var images = SiteImages.Load(options, say);
        say($"{images.Description}: {images.Train.Count:N0} images to train, {images.Test.Count:N0} to test with.");
        var live = new LiveNetwork(FirstNetwork(options));
        GeneratedCode code = GeneratedCode.Load(Path.Combine(AppContext.BaseDirectory, "generated"), BookNet.Summary);
        var training = new BackgroundTraining(live, images, options);

        WebApplication app = Build(options.Port, options.Limits);
        RequestGuard.Use(app);
        RateLimits.Use(app);
        PageFiles.Map(app);
        NetworkEndpoints.Map(app, live, images, code);
        PredictEndpoint.Map(app, live, options.Limits.WaitingPredictions);
        TrainingEndpoints.Map(app, training);
        await app.StartAsync().ConfigureAwait(false);

        if (options.WeightsFile is null && options.Epochs > 0)
        {
            training.TryStart(options.Epochs, fromScratch: true);
        }

        return new DigitsSite(app, training);
    }

    /// <summary>Waits for Ctrl+C or the system's signal to end.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops the training and the server, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _training.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The empty builder reads neither settings files nor the environment: nothing can add an address to listen
    /// on.</summary>
    private static WebApplication Build(int port, SiteLimits limits)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(server => KestrelLimits.Apply(server, limits, IPAddress.Loopback, port));
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        RateLimits.Add(builder.Services, limits);
        return builder.Build();
    }

    private static BookNet FirstNetwork(SiteOptions options)
    {
        var network = new BookNet(options.Seed);
        if (options.WeightsFile is not { } path)
        {
            return network;
        }

        network.Load(path);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            if (!values.All(float.IsFinite))
            {
                throw new InvalidDataException($"{path}: {parameter.Name} holds a value that is infinite or not a number.");
            }
        }

        return network;
    }
}
