using System.Globalization;

namespace ConvGen.Onnx.Import;

/// <summary>Checks the names of a network's class and namespace.</summary>
internal static class ClassNames
{
    /// <summary>The largest length of a C# identifier.</summary>
    private const int MostCharacters = 400;

    // C# keywords, and contextual keywords that cannot be type names.
    private static readonly HashSet<string> Keywords = new(
        (
            "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
            + "event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long "
            + "namespace new null object operator out override params private protected public readonly ref return sbyte sealed short "
            + "sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual "
            + "void volatile while dynamic extension field file partial record required scoped var").Split(' '),
        StringComparer.Ordinal);

    // The members of every network, and of every object.
    private static readonly HashSet<string> Members = new(
        [
            "InputLength", "OutputLength", "ParameterCount", "Summary", "Parameters", "Create", "Predict", "Classify", "Trace",
            "CreateGradients", "Backpropagate", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals",
            "ToString",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether every network has a member of this name.</summary>
    public static bool IsMember(string name) => Members.Contains(name);

    /// <summary>Rejects a name that a network's class cannot have.</summary>
    /// <exception cref="ArgumentException">The name is null or empty, or cannot be the name of the class.</exception>
    public static void CheckClass(string className, bool isGlobal, IEnumerable<ImportedLayer> layers)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        string? reason = DescribeInvalid(className)
            ?? (IsMember(className) ? "every network has a member of this name"
            : isGlobal && className == nameof(ConvGen) ? "it is the namespace of the attributes"
            : layers.Select(layer => layer.Kind).Append("Network").Any(kind => className == kind + "Attribute")
                ? "it is the name of one of the attributes"
            : null);
        if (reason is not null)
        {
            throw new ArgumentException(
                $"'{className}' cannot be the name of the network's class: {reason}. Give a C# identifier such as Digits.",
                nameof(className));
        }
    }

    /// <summary>Rejects a name that cannot be a namespace.</summary>
    /// <exception cref="ArgumentException">The name is not a list of identifiers separated by dots.</exception>
    public static void CheckNamespace(string? inNamespace)
    {
        string? reason = inNamespace?.Split('.').Select(DescribeInvalid).FirstOrDefault(found => found is not null);
        if (reason is not null)
        {
            throw new ArgumentException(
                $"'{inNamespace}' cannot be a namespace: {reason}. Give C# identifiers with dots between them, such as Shop.Networks.",
                nameof(inNamespace));
        }
    }

    private static string? DescribeInvalid(string name) =>
        name.Length == 0 ? "a name is empty"
        : name.Length > MostCharacters ? $"it has {name.Length} characters; at most {MostCharacters} are allowed"
        : !CanBegin(name[0]) ? $"it begins with '{name[0]}'"
        : name.FirstOrDefault(letter => !CanBegin(letter) && !CanGoOn(letter)) is var odd and not '\0' ? $"it contains '{odd}'"
        : name.Contains('\0', StringComparison.Ordinal) ? "it contains a zero character"
        : Keywords.Contains(name) ? $"{name} is a C# keyword"
        : null;

    private static bool CanBegin(char letter) => letter == '_' || char.IsLetter(letter)
        || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.LetterNumber;

    private static bool CanGoOn(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark;
}
