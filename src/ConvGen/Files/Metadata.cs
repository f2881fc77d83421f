namespace ConvGen.Files;

/// <summary>The texts that ConvGen writes into the <c>__metadata__</c> of a file. Files of other programs have none of
/// them.</summary>
internal static class Metadata
{
    /// <summary>What all of ConvGen's keys begin with; others are not looked at.</summary>
    public const string Prefix = "convgen.";

    /// <summary>SHA-256, in hexadecimal, of all bytes behind the first eight, with 64 zeros in the place of the
    /// checksum.</summary>
    public const string Checksum = Prefix + "sha256";

    /// <summary><see cref="Weights"/> or <see cref="Checkpoint"/>.</summary>
    public const string Content = Prefix + "content";

    /// <summary>The name of the network's class, for people.</summary>
    public const string Network = Prefix + "network";

    /// <summary><see cref="Files.Architecture.Text"/>.</summary>
    public const string Architecture = Prefix + "architecture";

    /// <summary><see cref="Files.Architecture.Fingerprint"/>.</summary>
    public const string Fingerprint = Prefix + "fingerprint";

    /// <summary>The <see cref="Content"/> of what <c>Save</c> writes.</summary>
    public const string Weights = "weights";

    /// <summary>The <see cref="Content"/> of what <c>SaveCheckpoint</c> writes.</summary>
    public const string Checkpoint = "checkpoint";
}
