using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace DigitsWeb.Hosting;

/// <summary>How often and how many at a time; whoever is beyond that is told so with status 429.</summary>
internal static class RateLimits
{
    /// <summary>For streams, which stay open.</summary>
    public const string Followers = "followers";

    private const int ReplenishmentsPerSecond = 10;

    /// <summary>Declares the limits.</summary>
    public static void Add(IServiceCollection services, SiteLimits limits) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
            RateLimitPartition.GetTokenBucketLimiter("everyone", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * limits.RequestsPerSecond,
                TokensPerPeriod = Math.Max(1, limits.RequestsPerSecond / ReplenishmentsPerSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / ReplenishmentsPerSecond),
            }));
        limiter.AddConcurrencyLimiter(Followers, followers => followers.PermitLimit = limits.Followers);
    });

    /// <summary>Puts the limits behind the routing, which knows what a request asks for.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseRateLimiter();
    }
}
