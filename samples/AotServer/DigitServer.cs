using System.Net;
using System.Text.Json.Serialization;
using MnistSample.Networks;

namespace AotServer;

/// <summary>Serves a network over HTTP, on the loopback address only.</summary>
internal static class DigitServer
{
    private const int MostConnections = 100;

    /// <summary>Creates a server that is ready to start.</summary>
    /// <param name="network">The network, which predicts for many requests at the same time.</param>
    /// <param name="port">The port on the loopback address; 0 for a free one.</param>
    public static WebApplication Create(BookNet network, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = BookNet.InputLength;
        });
        WebApplication server = builder.Build();
        server.MapPost("/predict", (HttpRequest request, CancellationToken cancellation) => Predict(network, request, cancellation));
        return server;
    }

    private static async Task<IResult> Predict(BookNet network, HttpRequest request, CancellationToken cancellation)
    {
        byte[] grey = new byte[BookNet.InputLength];
        int read = await request.Body.ReadAtLeastAsync(grey, grey.Length, throwOnEndOfStream: false, cancellation);
        if (read != grey.Length)
        {
            return Results.Text(
                $"Expected {grey.Length} bytes, a grey pixel of 28x28 each, from 0 for the ground to 255 for the ink; found {read}.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        float[] pixels = Array.ConvertAll(grey, value => value / 255f), probabilities = new float[BookNet.OutputLength];
        network.Predict(pixels, probabilities);
        return Results.Ok(new Answer(Array.IndexOf(probabilities, probabilities.Max()), probabilities));
    }
}

/// <summary>The answer to a request.</summary>
/// <param name="Digit">The most likely digit, 0 to 9.</param>
/// <param name="Probabilities">The probabilities of the ten digits.</param>
internal sealed record Answer(int Digit, float[] Probabilities);

/// <summary>Serializes answers without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
