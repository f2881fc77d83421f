using ConvGen.Tests.Arm64.Listings;

namespace ConvGen.Tests.MachineCode;

public sealed class ListingReaderTests
{
    [Fact]
    public void A_loop_without_calls_and_spills_is_clean()
    {
        ListedMethod method = Only(Listings.Clean);

        Assert.Equal("MlpKernels256.Dense1Backward:WeightGradient4", method.ShortName);
        Assert.True(method.IsOptimized);
        Assert.True(method.MultipliesAndAdds);
        Assert.Equal(4, method.Blocks.Count);
        Assert.Empty(method.CallsAndSpillsInLoops);
    }

    [Fact]
    public void Loads_from_and_stores_to_the_frame_are_spills_only_within_a_loop() =>
        Assert.Equal(["ldr q8, [fp, #0x20]", "str q8, [fp, #0x20]"], FaultsOf(Listings.Spilling));

    [Theory]
    [InlineData("ldr     q8, [fp, #0x20]", "ldp q8, q9, [sp, #0x20]")]
    [InlineData("ldr     q8, [fp, #0x20]", "ldr q8, [fp, xip1]")]
    [InlineData("ldr     q8, [fp, #0x20]", "ldr w8, [sp]")]
    public void Every_form_of_a_load_from_the_frame_is_a_spill(string load, string other) =>
        Assert.Contains(other, FaultsOf(Listings.Spilling.Replace(load, other, StringComparison.Ordinal)));

    [Theory]
    [InlineData("ldr     q8, [fp, #0x20]", "ldr q8, [x20, #0x20]")]
    [InlineData("ldr     q8, [fp, #0x20]", "add x8, fp, #0x20")]
    public void Other_memory_and_addresses_are_no_spills(string load, string other) =>
        Assert.Equal(["str q8, [fp, #0x20]"], FaultsOf(Listings.Spilling.Replace(load, other, StringComparison.Ordinal)));

    [Fact]
    public void A_call_after_the_end_of_the_method_counts_if_it_branches_back_into_a_loop() =>
        Assert.Equal(["blr x1"], FaultsOf(Listings.Calling).Where(fault => fault.StartsWith("bl", StringComparison.Ordinal)));

    [Fact]
    public void Methods_are_read_one_by_one()
    {
        ListedMethod[] methods = [.. Read(Listings.Spilling + Listings.NoKernels + Listings.Clean)];

        Assert.Equal(["Products4", "get_Loss", "Run", "WeightGradient4"], methods.Select(method => method.Name.Split(':')[1]));
        Assert.Equal([true, false, true, true], methods.Select(method => method.IsOptimized));
        Assert.Equal([true, true, false, true], methods.Select(method => method.MultipliesAndAdds));
    }

    [Fact]
    public void A_branch_to_a_missing_label_is_an_error()
    {
        string cut = Listings.Spilling.Replace("cbnz    w8, G_M000_IG03", "cbnz    w8, G_M000_IG09", StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => Only(cut).CallsAndSpillsInLoops.ToArray());
    }

    [Fact]
    public void An_instruction_outside_a_method_is_an_error() =>
        Assert.Throws<FormatException>(() => Read("            ret     lr\n").ToArray());

    internal static IEnumerable<ListedMethod> Read(string listing) => ListingReader.Read(listing.Split('\n'));

    private static ListedMethod Only(string listing) => Assert.Single(Read(listing));

    private static string[] FaultsOf(string listing) =>
        [.. Only(listing).CallsAndSpillsInLoops.Select(instruction => instruction.ToString())];
}
