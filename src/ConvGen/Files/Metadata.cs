namespace ConvGen.Files;

/// <summary>The keys of the texts that ConvGen writes into the <c>__metadata__</c> of a file. Files of other programs do not
/// have them.</summary>
internal static class Metadata
{
    /// <summary>The prefix of ConvGen's keys; other keys are ignored.</summary>
    public const string Prefix = "convgen.";

    /// <summary>The SHA-256, in hexadecimal, of all bytes after the first eight, with 64 zeros in place of the checksum.</summary>
    public const string Checksum = Prefix + "sha256";

    /// <summary><see cref="Weights"/> or <see cref="Checkpoint"/>.</summary>
    public const string Content = Prefix + "content";

    /// <summary>The name of the network's class, for information only.</summary>
    public const string Network = Prefix + "network";

    /// <summary><see cref="Files.Architecture.Text"/>.</summary>
    public const string Architecture = Prefix + "architecture";

    /// <summary><see cref="Files.Architecture.Fingerprint"/>.</summary>
    public const string Fingerprint = Prefix + "fingerprint";

    /// <summary>The width of the vectors that a training computed with. Checkpoints of earlier versions, which always used 256 bits, do
    /// not have it.</summary>
    public const string VectorBits = Prefix + "vectorBits";

    /// <summary>The <see cref="Content"/> of files written by <c>Save</c>.</summary>
    public const string Weights = "weights";

    /// <summary>The <see cref="Content"/> of files written by <c>SaveCheckpoint</c>.</summary>
    public const string Checkpoint = "checkpoint";
}
