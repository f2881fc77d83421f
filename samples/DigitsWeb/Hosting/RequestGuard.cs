using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitsWeb.Hosting;

/// <summary>Lets only the page itself talk to the server, and tells the browser what the page may do.</summary>
/// <remarks>
/// The loopback address keeps other machines out, but not other pages in the same browser. One of those may point a name of its
/// own at 127.0.0.1 (DNS rebinding): its requests carry that name as their host. Or it may send a form or a fetch across: the
/// browser marks those with their origin and their site.
/// </remarks>
internal static class RequestGuard
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The port that a browser leaves out.</summary>
    private const int HttpPort = 80;

    /// <summary>Puts the guard before everything else.</summary>
    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
    {
        AddHeaders(context.Response.Headers);
        int port = context.Connection.LocalPort;
        if (!IsOurHost(context.Request.Host, port))
        {
            return Refuse(
                context, StatusCodes.Status400BadRequest, $"The host must be localhost:{port} or 127.0.0.1:{port}.");
        }

        return IsFromElsewhere(context.Request)
            ? Refuse(context, StatusCodes.Status403Forbidden, "Only the page of this server may ask it.")
            : next(context);
    });

    private static bool IsOurHost(HostString host, int port) =>
        host.Host is "127.0.0.1" or "localhost" && (host.Port ?? HttpPort) == port;

    private static bool IsFromElsewhere(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (origin is not null && origin != $"http://{request.Host.Value}")
        {
            return true;
        }

        // A link from another page to this one is the one thing that others may do.
        string? site = request.Headers["Sec-Fetch-Site"];
        bool isNavigation = request.Headers["Sec-Fetch-Mode"] == "navigate" && HttpMethods.IsGet(request.Method);
        return site is not (null or "same-origin" or "none") && !isNavigation;
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers[HeaderNames.CacheControl] = "no-store";
    }

    private static Task Refuse(HttpContext context, int status, string reason) =>
        TypedResults.Problem(reason, statusCode: status).ExecuteAsync(context);
}
