namespace ConvGen;

/// <summary>Options of <see cref="NetworkFiles.LoadPartially"/>: how the names in a file become those of a network's
/// parameters.</summary>
public sealed class PartialLoadOptions
{
    /// <summary>The prefix to remove from the names in the file, such as <c>module.</c>, which PyTorch's <c>DataParallel</c> writes.
    /// Names without it stay as they are; if a name occurs with and without it, the one with the prefix is taken. As PyTorch's
    /// <c>consume_prefix_in_state_dict_if_present</c>. Default: empty.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string RemovePrefix
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(RemovePrefix));
    } = "";

    /// <summary>The prefix to put before every name in the file, after <see cref="RemovePrefix"/> has been removed: <c>Dense1.</c> turns
    /// the <c>weight</c> and <c>bias</c> of a single layer into those of <c>Dense1</c>. Default: empty.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string AddPrefix
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(AddPrefix));
    } = "";
}
