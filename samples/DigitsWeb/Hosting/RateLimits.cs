using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace DigitsWeb.Hosting;

/// <summary>Limits the rate of requests and the number of open streams; requests beyond that get status 429.</summary>
internal static class RateLimits
{
    /// <summary>The policy for event streams, which stay open.</summary>
    public const string Followers = "followers";

    private const int ReplenishmentsPerSecond = 10;

    /// <summary>Registers the limits.</summary>
    public static void Add(IServiceCollection services, SiteLimits limits) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetTokenBucketLimiter("all", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * limits.RequestsPerSecond,
                TokensPerPeriod = Math.Max(1, limits.RequestsPerSecond / ReplenishmentsPerSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / ReplenishmentsPerSecond),
            }));
        limiter.AddConcurrencyLimiter(Followers, followers => followers.PermitLimit = limits.Followers);
    });

    /// <summary>Adds the limits after the routing, which selects the endpoint of a request.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseRateLimiter();
    }
}
