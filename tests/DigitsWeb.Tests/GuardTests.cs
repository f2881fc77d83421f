using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace DigitsWeb.Tests;

[Collection(TrainedSiteTests.Name)]
public sealed class GuardTests(TrainedSite site)
{
    [Theory]
    [InlineData("")]
    [InlineData("app.js")]
    [InlineData("api/network")]
    [InlineData("not/there")]
    public async Task Every_response_has_the_security_headers(string path)
    {
        using HttpResponseMessage response = await site.Client.GetAsync(new Uri(path, UriKind.Relative));

        string policy = Header(response, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("http", policy);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:PORT")]
    [InlineData("localhost.evil.example:PORT")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.2:PORT")]
    [InlineData("[::1]:PORT")]
    [InlineData("0.0.0.0:PORT")]
    public async Task Another_Host_header_is_rejected(string host)
    {
        using HttpResponseMessage response = await Send(request => request.Headers.Host = WithPort(host));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("localhost:PORT")]
    public async Task The_server_accepts_its_own_host_names(string host)
    {
        using HttpResponseMessage response = await Send(request => request.Headers.Host = WithPort(host));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://127.0.0.1:PORT")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_from_another_page_is_rejected(string header, string value)
    {
        using HttpResponseMessage response = await Send(request => request.Headers.Add(header, WithPort(value)));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Requests_of_the_page_itself_and_links_to_it_are_accepted()
    {
        using HttpResponseMessage own = await Send(request =>
        {
            request.Headers.Add("Origin", WithPort("http://127.0.0.1:PORT"));
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        });
        using HttpResponseMessage link = await Send(request =>
        {
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Sec-Fetch-Mode", "navigate");
        });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (own.StatusCode, link.StatusCode));
    }

    [Fact]
    public async Task The_port_is_not_open_to_other_machines()
    {
        foreach (IPAddress address in AddressesOfThisMachine())
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address, site.Address.Port));
        }
    }

    [Fact]
    public async Task The_page_refers_to_no_other_server()
    {
        string page = await site.Client.GetStringAsync(new Uri("", UriKind.Relative));

        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain(" on", System.Text.RegularExpressions.Regex.Replace(page, ">[^<]*<", "><"));
    }

    private static IEnumerable<IPAddress> AddressesOfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private Task<HttpResponseMessage> Send(Action<HttpRequestMessage> prepare)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/network");
        prepare(request);
        return site.Client.SendAsync(request);
    }

    private string WithPort(string text) =>
        text.Replace("PORT", site.Address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
