using ConvGen;
using DigitsWeb.Data;
using DigitsWeb.Learning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using MnistSample.Networks;

namespace DigitsWeb.Api;

/// <summary>A description of the network for the page.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Dataset">The data set that it is trained on, for display.</param>
/// <param name="Layers">The layers in order, without the loss.</param>
internal sealed record NetworkDescription(string Name, string Dataset, IReadOnlyList<LayerDescription> Layers);

/// <summary>A layer of the network.</summary>
/// <param name="Name">The name, such as <c>Conv1</c>.</param>
/// <param name="Kind">The kind, such as <c>Conv</c>.</param>
/// <param name="Shape">Channels, height, width; or the length of a vector.</param>
/// <param name="Parameters">The number of trainable values.</param>
/// <param name="MultiplyAdds">The multiply-adds for one image.</param>
/// <param name="Stage">The layer whose code computes it.</param>
internal sealed record LayerDescription(
    string Name, string Kind, IReadOnlyList<int> Shape, int Parameters, long MultiplyAdds, string Stage);

/// <summary>The kernels of every convolution.</summary>
/// <param name="Version">The version of the weights.</param>
/// <param name="Layers">Filters, channels, rows and columns each.</param>
internal sealed record FilterSet(int Version, IReadOnlyList<QuantizedValues> Layers);

/// <summary>The endpoints that need no drawing: <c>GET /api/network</c>, <c>/api/filters</c>, <c>/api/examples</c> and
/// <c>/api/code/{layer}</c>.</summary>
internal static class NetworkEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app, LiveNetwork network, SiteImages images, GeneratedCode code)
    {
        NetworkDescription description = Describe(BookNet.Summary, images, code);
        app.MapGet("/api/network", () => TypedResults.Ok(description));
        app.MapGet("/api/examples", () => TypedResults.Ok(images.Examples));
        app.MapGet("/api/filters", () => TypedResults.Ok(Filters(network)));
        app.MapGet("/api/code/{layer}", Results<Ok<LayerCode>, NotFound> (string layer) =>
            code.Find(layer) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound());
    }

    private static NetworkDescription Describe(NetworkSummary summary, SiteImages images, GeneratedCode code) => new(
        summary.Network, images.Description,
        [
            .. summary.Layers.Select(layer => new LayerDescription(
                layer.Name, layer.Kind, layer.OutputShape, layer.Parameters, layer.MultiplyAdds, code.Find(layer.Name)!.Stage)),
        ]);

    private static FilterSet Filters(LiveNetwork network)
    {
        (IReadOnlyList<(string Layer, IReadOnlyList<int> Shape, float[] Weights)>? filters, int version) = network.Filters();
        return new FilterSet(
            version, [.. filters.Select(filter => QuantizedValues.Of(filter.Layer, filter.Shape, filter.Weights))]);
    }
}
