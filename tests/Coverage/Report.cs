// How much of the code the tests reach: adds up the reports that `dotnet test --collect 'XPlat Code Coverage'` has left
// in a folder. Exits with 1 if no test takes a branch of the file readers or of the validation of declarations, because
// later code trusts what they accept.
//
//   dotnet run tests/Coverage/Report.cs -- FOLDER

using System.Globalization;
using System.Xml.Linq;

string[] heldFiles =
[
    "src/ConvGen/Files/SafetensorsReader.cs", "src/ConvGen/Files/HeaderParser.cs", "src/ConvGen/Files/NetworkFiles.cs",
    "src/ConvGen/Data/IdxFile.cs", "generators/ConvGen.Generators/Inference/",
];

if (args is not [string folder] || !Directory.Exists(folder))
{
    Console.Error.WriteLine($"Expected a folder of reports, found: {string.Join(' ', args)}");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string[] reports = Directory.GetFiles(folder, "*.cobertura.xml", SearchOption.AllDirectories);
List<Line> lines =
[
    .. reports.SelectMany(report => Line.Of(XDocument.Load(report), Root()))
        .GroupBy(line => (line.Package, line.File, line.Number))
        .Select(sightings => sightings.First() with
        {
            IsReached = sightings.Any(line => line.IsReached),
            Taken = sightings.Max(line => line.Taken),
        }),
];

foreach (IGrouping<string, Line> package in lines.GroupBy(line => line.Package).OrderBy(package => package.Key, StringComparer.Ordinal))
{
    double reached = package.Average(line => line.IsReached ? 1.0 : 0);
    double taken = (double)package.Sum(line => line.Taken) / package.Sum(line => line.Branches);
    Console.WriteLine($"{package.Key}: {100 * reached:F1} % of lines, {100 * taken:F1} % of branches");
}

string[] unseen = [.. heldFiles.Where(file => !lines.Exists(line => line.IsIn(file)))];
Array.ForEach(unseen, file => Console.WriteLine($"{file}: in no report"));
List<Line> held = [.. lines.Where(line => line.Branches > 0 && heldFiles.Any(line.IsIn))];
List<Line> missed = [.. held.Where(line => line.Taken < line.Branches && !MissesOnlyTheImpossible(line))];
missed.ForEach(line => Console.WriteLine($"{line.File}({line.Number}): {line.Taken} of {line.Branches} branches"));
Console.WriteLine(
    $"file readers and validation: {missed.Count} lines with branches that no test takes, among {held.Count} with branches");
return unseen.Length == 0 && missed.Count == 0 ? 0 : 1;

// An exhaustive switch has an unreachable default arm.
bool MissesOnlyTheImpossible(Line line)
{
    IEnumerable<string> statement =
        File.ReadLines(Path.Combine(Root(), line.File)).Skip(line.Number - 1).TakeWhile(text => text.Trim() != "};");
    return line.Branches - line.Taken == 1 && statement.Any(text => text.Contains("_ => throw Unreachable.", StringComparison.Ordinal));
}

// The SDK sets this value for file-based programs.
static string Root() => Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", ".."));

/// <summary>A line of code, with the number of its branches that were taken.</summary>
internal sealed record Line(string Package, string File, int Number, bool IsReached, int Taken, int Branches)
{
    /// <summary>All lines of a report, and their files by the root of the repository.</summary>
    public static IEnumerable<Line> Of(XDocument report, string root) =>
        from package in report.Descendants("package")
        from type in package.Descendants("class")
        let path = Path.Combine((string)report.Descendants("source").First(), (string)type.Attribute("filename")!)
        from line in type.Element("lines")!.Elements("line")
        let branches = Numbers((string?)line.Attribute("condition-coverage"))
        select new Line(
            (string)package.Attribute("name")!, FromRoot(path, root), (int)line.Attribute("number")!,
            (int)line.Attribute("hits")! > 0, branches.Taken, branches.All);

    /// <summary>Whether the line is in the file or folder with this path.</summary>
    public bool IsIn(string path) => File.StartsWith(path, StringComparison.Ordinal);

    // A build server's compiler writes /_/ for the root of the repository.
    private static string FromRoot(string path, string root) =>
        path.StartsWith("/_/", StringComparison.Ordinal) ? path[3..] : Path.GetRelativePath(root, path).Replace('\\', '/');

    // Such as "92.85% (13/14)".
    private static (int Taken, int All) Numbers(string? coverage) =>
        coverage?.Split('(', '/', ')') is [_, string taken, string all, _]
            ? (int.Parse(taken, CultureInfo.InvariantCulture), int.Parse(all, CultureInfo.InvariantCulture))
            : (0, 0);
}
