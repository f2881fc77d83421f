namespace ConvGen.Data.Tests;

/// <summary>Small files in the binary format of CIFAR-10, whose pixels identify their record.</summary>
internal static class CifarRecords
{
    public const int Length = 1 + 3 * 32 * 32;

    /// <summary>Writes the five files of the training set. File n has n records with the label n.</summary>
    public static void WriteTrain(TemporaryFolder folder)
    {
        for (int file = 1; file <= 5; file++)
        {
            System.IO.File.WriteAllBytes(folder[$"data_batch_{file}.bin"], File(file, records: file));
        }
    }

    public static byte[] File(int file, int records) =>
        [.. Enumerable.Range(0, records).SelectMany(record => Bytes(file, record))];

    public static byte[] Bytes(int file, int record) =>
        [(byte)file, .. Enumerable.Range(0, Length - 1).Select(pixel => (byte)(31 * file + 7 * record + pixel))];
}
