using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace DigitsWeb.Hosting;

/// <summary>The files of the page, each mapped to its name.</summary>
internal static class PageFiles
{
    private const string Folder = "Page/", Start = "index.html";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Reads the files embedded in the program and maps them.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        string[] resources = assembly.GetManifestResourceNames();
        foreach (string resource in resources.Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string name = resource[Folder.Length..];
            byte[] content = Read(assembly, resource);
            MapFile(app, "/" + name, content);
            if (name == Start)
            {
                MapFile(app, "/", content);
            }
        }
    }

    private static void MapFile(IEndpointRouteBuilder app, string path, byte[] content)
    {
        string extension = Path.GetExtension(path) is { Length: > 0 } own ? own : Path.GetExtension(Start);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        app.MapMethods(path, Methods, (HttpContext context) =>
        {
            // Browsers may cache the files but must revalidate them, so that an update is visible at once.
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, ContentTypes[extension], entityTag: tag);
        });
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
