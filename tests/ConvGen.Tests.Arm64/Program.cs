using ConvGen.Tests.Arm64;

// Runs on x64 and, emulated, on Arm64; both must write the same files.
switch (args)
{
    case ["run", string folder]:
        using (BinaryWriter file = new(File.Create(Path.Combine(folder, "Helpers.bin"))))
        {
            HelperResults.WriteTo(file);
        }

        NetworkResults.WriteTo(folder);
        return 0;
    case ["compile"]:
        Console.WriteLine($"{KernelCompilation.CompileAll()} methods compiled");
        return 0;
    case ["check", string listing]:
        return ListingReport.Print(File.ReadLines(listing), ExpectedFaults.All, least: 200, Console.Out);
    default:
        Console.Error.WriteLine("run FOLDER, compile, or check LISTING");
        return 2;
}
