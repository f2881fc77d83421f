using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Creates exceptions for nodes that cannot be imported.</summary>
internal static class NodeError
{
    public static OnnxImportException Of(NodeProto node, string why)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";
        return new OnnxImportException($"node {name} ({node.OpType}): {why}");
    }
}
