using System.CommandLine;
using System.Globalization;

namespace MnistSample;

/// <summary>Kinds of options, whose errors System.CommandLine reports before anything runs.</summary>
internal static class OptionKinds
{
    /// <summary>A whole number of at least 1.</summary>
    public static Option<int?> Count(string name, string description, int most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1 && count <= most)
            {
                return count;
            }

            result.AddError($"{name} '{text}' must be a whole number from 1 to {most}.");
            return null;
        },
    };

    /// <summary>A number above 0.</summary>
    public static Option<float?> Number(string name, string description, float most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && number > 0 && number <= most)
            {
                return number;
            }

            result.AddError($"{name} '{text}' must be a number above 0 and at most {most}.");
            return null;
        },
    };

    /// <summary>A file that is written at the end. Checks before the training that its folder exists.</summary>
    public static Option<FileInfo?> NewFile(string name, string description)
    {
        var option = new Option<FileInfo?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            FileInfo? file = result.GetValueOrDefault<FileInfo?>();
            if (file is { Directory.Exists: false })
            {
                result.AddError($"{name}: the folder {file.DirectoryName} does not exist.");
            }
            else if (file is not null && Directory.Exists(file.FullName))
            {
                result.AddError($"{name}: {file.FullName} is a folder.");
            }
        });
        return option;
    }
}
