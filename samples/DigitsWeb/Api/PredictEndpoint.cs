using System.Threading.RateLimiting;
using ConvGen;
using DigitsWeb.Learning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using MnistSample.Networks;

namespace DigitsWeb.Api;

/// <summary>The prediction for a drawing.</summary>
/// <param name="Digit">The likeliest digit.</param>
/// <param name="Probabilities">The probabilities of the ten digits.</param>
/// <param name="Version">The version of the weights.</param>
/// <param name="Layers">The output of every layer.</param>
internal sealed record Prediction(
    int Digit, IReadOnlyList<float> Probabilities, int Version, IReadOnlyList<QuantizedValues> Layers);

/// <summary><c>POST /api/predict</c>: 784 bytes, a grey pixel each, answered by a <see cref="Prediction"/>.</summary>
internal static class PredictEndpoint
{
    private const string ContentType = "application/octet-stream";

    /// <summary>Maps the endpoint.</summary>
    /// <param name="app">The server.</param>
    /// <param name="network">The network that answers.</param>
    /// <param name="waiting">Predictions that may wait while one is computed.</param>
    public static void Map(IEndpointRouteBuilder app, LiveNetwork network, int waiting)
    {
        // Limits the prediction, not the whole request: a slow sender must not block the network.
        var turns = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = waiting });
        app.MapPost(
            "/api/predict",
            Task<Results<Ok<Prediction>, ProblemHttpResult>> (HttpRequest request) => Answer(request, network, turns));
    }

    private static async Task<Results<Ok<Prediction>, ProblemHttpResult>> Answer(
        HttpRequest request, LiveNetwork network, ConcurrencyLimiter turns)
    {
        if (request.ContentType != ContentType)
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, $"The content type must be {ContentType}.");
        }

        // One byte more than a drawing has, to detect longer bodies.
        byte[] pixels = new byte[BookNet.InputLength + 1];
        int length;
        try
        {
            length = await request.Body.ReadAtLeastAsync(
                pixels, pixels.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // Too large, too slow or cut off; an invalid chunk size is a plain IOException.
            int status = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return Problem(status, exception.Message);
        }

        if (length != BookNet.InputLength)
        {
            string found = length > BookNet.InputLength ? "more" : $"{length} bytes";
            return Problem(
                StatusCodes.Status400BadRequest, $"The body has {found}; {BookNet.InputLength} were expected, one per pixel.");
        }

        using RateLimitLease turn = await turns.AcquireAsync(1, request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (!turn.IsAcquired)
        {
            return Problem(StatusCodes.Status429TooManyRequests, "Too many predictions are waiting.");
        }

        return Predict(network, pixels.AsSpan(0, length)) is { } prediction
            ? TypedResults.Ok(prediction)
            : Problem(StatusCodes.Status409Conflict, "With these weights the answer is not a number: train from new weights.");
    }

    private static Prediction? Predict(LiveNetwork network, ReadOnlySpan<byte> pixels)
    {
        Span<float> image = stackalloc float[BookNet.InputLength];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = pixels[i] / 255f;
        }

        (ActivationTrace trace, int version) = network.Trace(image);
        float[] probabilities = trace.Output.Values.ToArray();
        if (!probabilities.All(float.IsFinite))
        {
            return null;
        }

        int digit = Array.IndexOf(probabilities, probabilities.Max());
        IEnumerable<QuantizedValues> layers = trace.Select(layer => QuantizedValues.Of(layer.Name, layer.Shape, layer.Values));
        return new Prediction(digit, probabilities, version, [.. layers]);
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
