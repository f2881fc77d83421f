using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using DigitsWeb.Hosting;
using DigitsWeb.Learning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DigitsWeb.Api;

/// <summary>A request to train.</summary>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="FromScratch">Whether to begin with new weights.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record TrainRequest(int Epochs, bool FromScratch);

/// <summary><c>POST /api/train</c> starts a training, <c>POST /api/stop</c> ends it, and <c>GET /api/progress</c>
/// streams its progress as server-sent events.</summary>
internal static class TrainingEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app, BackgroundTraining training)
    {
        app.MapPost("/api/train", Results<Accepted, ProblemHttpResult> (TrainRequest request) => Start(training, request));
        app.MapPost("/api/stop", Results<Accepted, ProblemHttpResult> () => training.Stop()
            ? TypedResults.Accepted((string?)null)
            : Problem(StatusCodes.Status409Conflict, "No training is running."));

        // Ends when the server stops, which would otherwise wait until the last page is closed.
        CancellationToken stopping = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.MapGet("/api/progress", () => TypedResults.ServerSentEvents(Follow(training, stopping)))
            .RequireRateLimiting(RateLimits.Followers);
    }

    private static Results<Accepted, ProblemHttpResult> Start(BackgroundTraining training, TrainRequest request)
    {
        if (request.Epochs is < 1 or > BackgroundTraining.MostEpochs)
        {
            return Problem(
                StatusCodes.Status400BadRequest,
                $"epochs is {request.Epochs}; 1 to {BackgroundTraining.MostEpochs} were expected.");
        }

        return training.TryStart(request.Epochs, request.FromScratch)
            ? TypedResults.Accepted((string?)null)
            : Problem(StatusCodes.Status409Conflict, "A training is running.");
    }

    private static async IAsyncEnumerable<ProgressMessage> Follow(
        BackgroundTraining training, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await foreach (ProgressMessage message in training.Feed.Follow(either.Token).ConfigureAwait(false))
        {
            yield return message;
        }
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
