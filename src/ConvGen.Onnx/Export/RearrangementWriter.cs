using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Onnx.Export;

/// <summary>Writes the layers that move values.</summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class RearrangementWriter(GraphWriter graph)
{
    /// <summary>Writes some of the channels, or of the elements of a vector.</summary>
    public void WriteSlice(LayerSummary layer)
    {
        if (layer.OutputShape.Count > 1)
        {
            graph.Unflatten(layer.Name);
        }
        else
        {
            graph.Flatten(layer.Name);
        }

        graph.Add(
            "Slice",
            layer.Name,
            layer.OutputShape,
            [
                graph.Constant(layer.Name + ".starts", [layer.First]),
                graph.Constant(layer.Name + ".ends", [layer.First + layer.OutputShape[0]]),
                graph.Constant(layer.Name + ".axes", [1]),
            ]);
    }

    /// <summary>Writes the groups as an axis of their own, which is then exchanged with that of the channels in a group.</summary>
    public void WriteChannelShuffle(LayerSummary layer)
    {
        graph.Unflatten(layer.Name);
        int groups = layer.Groups;
        (int channels, int height, int width) = (graph.Shape[0] / groups, graph.Shape[1], graph.Shape[2]);
        IReadOnlyList<int> shape = graph.Shape;
        Reshape(layer.Name + ".groups", [groups, channels, height, width]);
        graph.Add(
            "Transpose", layer.Name + ".transposed", [channels, groups, height, width], more: null, Attribute("perm", 0, 2, 1, 3, 4));
        Reshape(layer.Name, shape);
    }

    /// <summary>Writes squares of pixels from channels.</summary>
    public void WritePixelShuffle(LayerSummary layer)
    {
        graph.Unflatten(layer.Name);
        graph.Add(
            "DepthToSpace", layer.Name, layer.OutputShape, more: null,
            Attribute("blocksize", layer.OutputShape[1] / graph.Shape[1]), Attribute("mode", "CRD"));
    }

    /// <summary>Writes rows and columns around an image.</summary>
    public void WritePad(LayerSummary layer, LayerWindow window)
    {
        graph.Unflatten(layer.Name);
        graph.Add(
            "Pad",
            layer.Name,
            layer.OutputShape,
            [graph.Constant(layer.Name + ".pads", [0, 0, window.PadTop, window.PadLeft, 0, 0, window.PadBottom, window.PadRight])],
            Attribute("mode", window.PadMode switch
            {
                PadMode.Zeros => "constant",
                PadMode.Reflection => "reflect",
                PadMode.Edge => "edge",
                _ => throw LayerWriter.UnknownKind(layer),
            }));
    }

    /// <summary>Writes an enlarged image.</summary>
    public void WriteUpsample(LayerSummary layer)
    {
        graph.Unflatten(layer.Name);
        bool isNearest = layer.UpsampleMode == UpsampleMode.Nearest;
        string coordinates = layer.UpsampleMode switch
        {
            UpsampleMode.Nearest or UpsampleMode.BilinearAsymmetric => "asymmetric",
            UpsampleMode.Bilinear => "half_pixel",
            UpsampleMode.BilinearAlignCorners => "align_corners",
            _ => throw LayerWriter.UnknownKind(layer),
        };
        float[] scales = [1, 1, (float)layer.OutputShape[1] / graph.Shape[1], (float)layer.OutputShape[2] / graph.Shape[2]];

        // The second input, a region of interest, is left out.
        graph.Add(
            "Resize",
            layer.Name,
            layer.OutputShape,
            ["", graph.Constant(layer.Name + ".scales", [4], scales)],
            [
                Attribute("mode", isNearest ? "nearest" : "linear"),
                Attribute("coordinate_transformation_mode", coordinates),
                .. isNearest ? [Attribute("nearest_mode", "floor")] : Array.Empty<Format.AttributeProto>(),
            ]);
    }

    // 0 keeps the number of samples.
    private void Reshape(string name, IReadOnlyList<int> shape) => graph.Add(
        "Reshape", name, shape, [graph.Constant(name + ".shape", [0, .. shape.Select(size => (long)size)])]);
}
