namespace ConvGen.Tests.AheadOfTime;

/// <summary>Reads a table.</summary>
internal static class CsvUse
{
    public static string Describe()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "width,height,kind\n1,2,round\n3,6,\"long, thin\"\n");
            CsvContent table = CsvFile.Load(path, "kind", new CsvOptions { Scaling = CsvScaling.ZeroToOne });
            return $"CSV: {table.Samples.Count} samples of {table.Samples.ImageLength} numbers, {string.Join(" and ", table.ClassNames)}";
        }
        finally
        {
            File.Delete(path);
        }
    }
}
