namespace ConvGen.Onnx;

/// <summary>Thrown if an ONNX model cannot be read or is not a chain of ConvGen's layers. The message names the node and the
/// reason.</summary>
public sealed class OnnxImportException : IOException
{
    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The expected and the actual content.</param>
    /// <param name="inner">The inner exception, or null.</param>
    public OnnxImportException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
