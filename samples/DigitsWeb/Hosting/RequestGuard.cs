using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitsWeb.Hosting;

/// <summary>Lets only the page itself talk to the server, and tells the browser what the page may do.</summary>
/// <remarks>The loopback address excludes other machines, but not other pages in the same browser. Such a page may
/// resolve its own host name to 127.0.0.1 (DNS rebinding); its requests then carry that name in the Host header. Or it
/// may send a cross-site form or fetch; the browser marks these with the headers Origin and Sec-Fetch-Site.</remarks>
internal static class RequestGuard
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The default port, which browsers omit.</summary>
    private const int HttpPort = 80;

    /// <summary>Adds the guard before all other middleware.</summary>
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

        // Other pages may only link to this one.
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
