namespace ConvGen.Onnx;

/// <summary>An ONNX model cannot be read, or is more than a chain of ConvGen's layers. The message says which node, and
/// why.</summary>
public sealed class OnnxImportException : IOException
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="inner">What went wrong below, or null.</param>
    public OnnxImportException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
