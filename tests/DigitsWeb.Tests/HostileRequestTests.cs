using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConvGen.Testing;

namespace DigitsWeb.Tests;

[Collection(TrainedSiteTests.Name)]
[Trait("Category", "Slow")]
public sealed class HostileRequestTests(TrainedSite site)
{
    /// <summary>The HTTP status codes for an unknown transfer coding and an unknown version.</summary>
    private static readonly int[] IntendedServerErrors = [501, 505];

    private const int MostParts = 4;

    /// <summary>The number of bytes by which pools may still grow; they stop growing after about 15,000 requests. In a campaign this is
    /// 600 bytes per request.</summary>
    private const long MostGrowth = 6_000_000;

    /// <summary>After it has rejected a request, the server continues to read from the client for five
    /// seconds.</summary>
    private static readonly TimeSpan LastConnections = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Hostile_requests_cause_no_server_error_and_no_leak()
    {
        int count = Campaign.Count(1_000, 10_000);
        var requests = new HostileRequests(Campaign.Seed, site.Address.Port);
        var statuses = new ConcurrentDictionary<int, int>();

        // The first part fills pools and compiles code. Pools may also grow in the second part; a leak grows in every part.
        List<long> memory = [];
        long growth = long.MaxValue;
        while (memory.Count < MostParts && growth > MostGrowth)
        {
            await SendAll(requests, count, statuses);
            long inUseNow = await Memory();
            growth = memory.Count == 0 ? growth : inUseNow - memory[^1];
            memory.Add(inUseNow);
        }

        string found = string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} x {pair.Key}"));
        string inUse = string.Join(", ", memory.Select(bytes => $"{bytes / 1024:N0} KB"));
        Campaign.Report("hostile requests", $"{memory.Count} x {count:N0} requests: {found}; in use after each part: {inUse}");
        Assert.True(growth <= MostGrowth, $"In use after each part: {inUse}, seed {Campaign.Seed}");
        Assert.Equal("done", site.Site.Training.Feed.State.Phase);
        using HttpResponseMessage normal = await site.PredictAsync(new byte[784]);
        Assert.Equal(HttpStatusCode.OK, normal.StatusCode);
    }

    /// <summary>Returns the bytes in use after the last connections are closed.</summary>
    private static async Task<long> Memory()
    {
        await Task.Delay(LastConnections);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private Task SendAll(HostileRequests requests, int count, ConcurrentDictionary<int, int> statuses)
    {
        HostileRequest[] drawn = [.. Enumerable.Range(0, count).Select(_ => requests.Next())];
        return Parallel.ForEachAsync(drawn, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, _) =>
        {
            foreach (int status in await StatusesOf(request))
            {
                statuses.AddOrUpdate(status, 1, (_, known) => known + 1);
                bool isFine = status < 500 || IntendedServerErrors.Contains(status);
                Assert.True(isFine, $"Status {status}, seed {Campaign.Seed}, for {request}");
            }
        });
    }

    /// <summary>Returns the status codes of all responses on the connection; 0 if it was closed without a response.</summary>
    private async Task<int[]> StatusesOf(HostileRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var answer = new MemoryStream();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port, patience.Token);
            await socket.SendAsync(request.Bytes, patience.Token);
            if (!request.IsWhole)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            byte[] buffer = new byte[16_384];
            for (int read = 1; read > 0;)
            {
                read = await socket.ReceiveAsync(buffer, patience.Token);
                answer.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // A server may close the connection while the client is still sending.
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The connection stays open, seed {Campaign.Seed}, for {request}");
        }

        return Statuses(Encoding.Latin1.GetString(answer.ToArray()));
    }

    private static int[] Statuses(string answer)
    {
        const string Start = "HTTP/1.1 ";
        int[] found = [.. answer.Split(Start).Skip(1).Select(rest => int.Parse(rest.AsSpan(0, 3), CultureInfo.InvariantCulture))];
        return found.Length > 0 ? found : [0];
    }
}
