using System.Globalization;
using System.Text;

namespace DigitsWeb.Tests;

/// <summary>A malformed or hostile request.</summary>
/// <param name="Kind">A short description.</param>
/// <param name="Bytes">All that is sent.</param>
/// <param name="IsWhole">Whether the server may answer without waiting for more.</param>
internal sealed record HostileRequest(string Kind, byte[] Bytes, bool IsWhole)
{
    public override string ToString()
    {
        string text = Encoding.Latin1.GetString(Bytes);
        return $"{Kind}: {string.Concat(text.Take(600).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:x2}"))}";
    }
}

/// <summary>Draws malformed and hostile requests. None of them equals a request of the page, and none may start a training.</summary>
internal sealed class HostileRequests(int seed, int port)
{
    private static readonly string[] Paths =
    [
        "/", "/app.js", "/api/network", "/api/filters", "/api/examples", "/api/code/Conv1", "/api/predict", "/api/train",
        "/api/stop",
        "/nothing",
    ];

    private static readonly string[] Detours =
    [
        "/../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/", "/api/code/..%5c..%5cx", "/api/code/%00",
        "/api/code/%ff%fe",
        "//evil.example/", "/\\evil", "/api/code/" + "Conv1%0d%0aSet-Cookie:%20a=b", "/api/code/{layer}", "/?a=b&a=b",
        "/#", "/%", "/%zz",
        "http://evil.example/", "*", "/api//predict", "/API/PREDICT/../train", "/.git/config", "/api/code/" + "%F0%9F%98%80",
        "/Page/index.html", "/generated/Conv1.Forward.g.cs", "/appsettings.json",
    ];

    private static readonly string[] Methods =
        ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND", "G\0T", "", "A B",
        new('M', 300)];

    private static readonly string[] Hosts = ["evil.example", "", "a b", "127.0.0.1", "localhost:1", "[::", new('h', 400)];

    private static readonly string[] Types =
        ["text/html", "application/json", "", "multipart/form-data", "a/b;c=\"", "application/octet-stream;x"];

    private static readonly string[] Json =
    [
        "{", "[]", "null", "true", "1", "\"epochs\"", "{\"epochs\":1e400}", "{\"epochs\":99999999999999999999}",
        "{\"epochs\":-1}",
        "{\"epochs\":1.5}", "{\"epochs\":\"1\"}", "{\"epochs\":null}", "{\"epochs\":{}}", "{\"epochs\":0,\"epochs\":0}",
        "{\"epochs\":NaN}",
        "{\"epochs\":21,\"__proto__\":{}}", "{\"epochs\":0,\"fromScratch\":\"yes\"}", "\uFEFF{}", "{\"epochs\":0}garbage",
        "{\"\\ud800\":1}",
        new string('[', 3_000), "{\"a\":" + new string('{', 1_000), "{\"epochs\":" + new string('9', 3_000) + "}",
        "\"" + new string('x', 3_900),
    ];

    private static readonly string[] OddHeaders =
    [
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 0x10",
        "Transfer-Encoding: chunked\r\nContent-Length: 784", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, identity",
        "Expect: 100-continue", "Expect: nothing", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13",
        "X: \x01\x02",
        "No-Colon", ": no name", " folded: line", "X: a\nY: b", "Range: bytes=0-0,1-1,2-2",
        "If-None-Match: \"\"\"", "If-Modified-Since: yesterday",
        "Accept-Encoding: gzip;q=2", "Origin: http://evil.example", "Sec-Fetch-Site: cross-site",
        "Cookie: " + new string('c', 3_000),
        "Connection: keep-alive, close, upgrade", "Content-Type: application/json; charset=utf-7", "Content-Encoding: br",
        "Cache-Control: no-store=\x80",
        "X-Forwarded-Host: evil.example", "X-HTTP-Method-Override: DELETE", "Host: second.example",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next one.</summary>
    public HostileRequest Next() => _random.Next(10) switch
    {
        0 => new("noise", Noise(1, 3_000), IsWhole: false),
        1 => new("noise after a head", [.. Ascii($"GET / HTTP/1.1\r\n{Host}\r\n"), .. Noise(1, 3_000)], IsWhole: false),
        2 => Whole("path", $"GET {Pick(Detours)} HTTP/1.1\r\n{Host}{Close}\r\n"),
        3 => Whole("method", $"{Pick(Methods)} {Pick(Paths)} HTTP/1.1\r\n{Host}{Close}Content-Length: 0\r\n\r\n"),
        4 => new(
            "header", Ascii($"{Pick("GET", "POST")} {Pick(Paths[..^2])} HTTP/1.1\r\n{Host}{Close}{Pick(OddHeaders)}\r\n\r\n"),
            IsWhole: false),
        5 => TooMuch(),
        6 => Whole("host", $"GET {Pick(Paths)} HTTP/1.1\r\nHost: {Pick(Hosts)}\r\n{Close}\r\n"),
        7 => Drawing(),
        8 => Train(),
        _ => Version(),
    };

    private string Host => $"Host: 127.0.0.1:{port}\r\n";

    private static string Close => "Connection: close\r\n";

    private HostileRequest TooMuch() => _random.Next(4) switch
    {
        0 => Whole("long line", $"GET /{new string('a', _random.Next(2_000, 20_000))} HTTP/1.1\r\n{Host}{Close}\r\n"),
        1 => Whole("many headers", $"GET / HTTP/1.1\r\n{Host}{Repeat("X: 1\r\n", _random.Next(50, 300))}{Close}\r\n"),
        2 => Whole("long header", $"GET / HTTP/1.1\r\n{Host}X: {new string('b', _random.Next(8_000, 40_000))}\r\n{Close}\r\n"),
        _ => WithBody("large body", "/api/predict", "application/octet-stream", Noise(4_097, 60_000)),
    };

    /// <summary>Draws a prediction request with a wrong size, a wrong content type, a truncated body, or damaged chunks.</summary>
    private HostileRequest Drawing()
    {
        byte[] pixels = Noise(0, 783);
        string head = $"POST /api/predict HTTP/1.1\r\n{Host}Content-Type: application/octet-stream\r\n";
        return _random.Next(4) switch
        {
            0 => WithBody("short drawing", "/api/predict", "application/octet-stream", pixels),
            1 => WithBody("type", "/api/predict", Pick(Types), pixels),
            2 => new("cut drawing", [.. Ascii($"{head}Content-Length: 784\r\n\r\n"), .. pixels], IsWhole: false),
            _ => new(
                "chunks",
                [.. Ascii($"{head}Transfer-Encoding: chunked\r\n\r\n{Pick("zz", "-1", "ffffffffffff", "310", "5;x=y")}\r\n"),
                .. pixels],
                IsWhole: false),
        };
    }

    private HostileRequest Train()
    {
        byte[] json = _random.Next(4) == 0 ? Noise(1, 2_000) : Encoding.UTF8.GetBytes(Pick(Json));
        string path = Pick("/api/train", "/api/predict", "/api/code/Conv1");
        return WithBody("JSON", path, Pick("application/json", "text/plain", "application/json; charset=utf-16"), json);
    }

    private HostileRequest Version() => new("version", Ascii(Pick(
        $"GET / HTTP/2.0\r\n{Host}\r\n", $"GET / HTTP/9.9\r\n{Host}\r\n", $"GET / http/1.1\r\n{Host}\r\n", "GET /\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", $"GET / HTTP/1.1\n{Host}\n\n", "\r\n\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "\0\0\0\0", Repeat($"GET /nothing HTTP/1.1\r\n{Host}\r\n", 30))), IsWhole: false);

    private HostileRequest WithBody(string kind, string path, string type, byte[] body)
    {
        string length = body.Length.ToString(CultureInfo.InvariantCulture);
        string head = $"POST {path} HTTP/1.1\r\n{Host}{Close}Content-Type: {type}\r\nContent-Length: {length}\r\n\r\n";
        return new(kind, [.. Ascii(head), .. body], IsWhole: true);
    }

    private static HostileRequest Whole(string kind, string text) => new(kind, Ascii(text), IsWhole: true);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private byte[] Noise(int least, int most)
    {
        byte[] bytes = new byte[_random.Next(least, most + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);
}
