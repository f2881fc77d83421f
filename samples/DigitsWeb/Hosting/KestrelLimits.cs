using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DigitsWeb.Hosting;

/// <summary>Limits of size and time for connections.</summary>
internal static class KestrelLimits
{
    private const int LongestRequestLine = 2048, LongestHeaders = 8192, MostHeaders = 48;

    /// <summary>A browser sends 784 bytes at once; a client below this rate only blocks a connection.</summary>
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(2));

    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Listens on one address, for plain HTTP/1.1.</summary>
    public static void Apply(KestrelServerOptions server, SiteLimits limits, IPAddress address, int port)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = limits.BodyBytes;
        server.Limits.MaxRequestLineSize = LongestRequestLine;
        server.Limits.MaxRequestHeadersTotalSize = LongestHeaders;
        server.Limits.MaxRequestHeaderCount = MostHeaders;
        server.Limits.MaxConcurrentConnections = limits.Connections;
        server.Limits.MaxConcurrentUpgradedConnections = 0;
        server.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        server.Limits.MinRequestBodyDataRate = SlowestBody;
        server.Limits.MinResponseDataRate = SlowestReader;
        server.Listen(address, port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }
}
