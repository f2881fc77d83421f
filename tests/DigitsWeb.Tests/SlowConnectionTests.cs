using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DigitsWeb.Tests;

[Trait("Category", "Slow")]
public sealed class SlowConnectionTests
{
    private const int Connections = 100;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_hundred_slow_connections_do_not_stop_a_normal_request_and_are_cut_off()
    {
        var limits = new SiteLimits { HeadersTimeout = TimeSpan.FromSeconds(3) };
        await using DigitsSite site = await TrainedSite.StartAsync(new SiteOptions { DrawnImages = 100, Epochs = 0 }, limits);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new HttpClient { BaseAddress = site.Address };
        await Ask(client);

        string[] beginnings = Beginnings(site.Address.Port);
        Task<bool>[] slow =
        [
            .. Enumerable.Range(0, Connections).Select(i => Drip(site.Address, beginnings[i % beginnings.Length], end.Token)),
        ];
        await Task.Delay(2 * Beat);

        // Requests the page and predictions while all of them are open.
        Assert.All(slow, connection => Assert.False(connection.IsCompleted));
        for (int i = 0; i < 10; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await Ask(client);
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 2);
        }

        Assert.All(await Task.WhenAll(slow), Assert.True);
    }

    private static async Task Ask(HttpClient client)
    {
        using HttpResponseMessage page = await client.GetAsync(new Uri("", UriKind.Relative));
        var drawing = new ByteArrayContent(new byte[784]);
        drawing.Headers.ContentType = new("application/octet-stream");
        using HttpResponseMessage prediction = await client.PostAsync(new Uri("api/predict", UriKind.Relative), drawing);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, prediction.StatusCode));
    }

    /// <summary>The beginnings of slow requests: nothing at all, a head without an end, a drawing that is sent byte by byte.</summary>
    private static string[] Beginnings(int port) =>
    [
        "",
        $"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Slow: ",
        $"POST /api/predict HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Length: 784\r\n\r\n",
        $"POST /api/train HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n",
    ];

    /// <summary>Sends the beginning, and then a byte at long intervals unless the beginning is empty.</summary>
    /// <returns>True if the server closed the connection, false if the time ran out first.</returns>
    private static async Task<bool> Drip(Uri server, string beginning, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Port, end);
            await socket.SendAsync(Encoding.ASCII.GetBytes(beginning), end);
            Task<bool> closed = UntilClosed(socket, end);
            while (!closed.IsCompleted)
            {
                if (beginning.Length > 0)
                {
                    await socket.SendAsync("1"u8.ToArray(), end);
                }

                await Task.WhenAny(closed, Task.Delay(Beat, end));
            }

            return await closed;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> UntilClosed(Socket socket, CancellationToken end)
    {
        byte[] answer = new byte[4096];
        while (await socket.ReceiveAsync(answer, end) > 0)
        {
        }

        return true;
    }
}
