using System.Net;

namespace DigitsWeb.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Requests_above_the_rate_limit_are_rejected_until_time_has_passed()
    {
        await using DigitsSite site = await Start(new SiteLimits { RequestsPerSecond = 10 });
        using var client = new HttpClient { BaseAddress = site.Address };

        List<HttpStatusCode> statuses = [];
        for (int i = 0; i < 100; i++)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("icon.svg", UriKind.Relative));
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.NotNull(response.Headers.RetryAfter);
            }
        }

        Assert.All(statuses[..20], status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests));

        await Task.Delay(TimeSpan.FromSeconds(1));
        using HttpResponseMessage later = await client.GetAsync(new Uri("icon.svg", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task The_number_of_event_streams_is_limited()
    {
        await using DigitsSite site = await Start(new SiteLimits { Followers = 2 });
        using var client = new HttpClient { BaseAddress = site.Address };
        var open = new List<HttpResponseMessage>();
        try
        {
            for (int i = 0; i < 3; i++)
            {
                var progress = new Uri("api/progress", UriKind.Relative);
                open.Add(await client.GetAsync(progress, HttpCompletionOption.ResponseHeadersRead));
            }

            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
                open.Select(response => response.StatusCode));
        }
        finally
        {
            open.ForEach(response => response.Dispose());
        }
    }

    private static Task<DigitsSite> Start(SiteLimits limits) =>
        TrainedSite.StartAsync(new SiteOptions { DrawnImages = 100, Epochs = 0 }, limits);
}
