using System.Reflection;
using ConvGen.Tests.Arm64;

namespace ConvGen.Tests.MachineCode;

public sealed class ListingReportTests
{
    private static readonly ExpectedFaults Spills = new("spills", Calls: 0, ["MlpKernels256.Dense1Forward:Products4"]);

    private static readonly ExpectedFaults RareCall = new("calls", Calls: 1, ["BookNetKernels256.Conv2Forward:TransformOutput"]);

    [Fact]
    public void Kernels_without_calls_and_spills_pass() => Assert.Equal(0, Check(Listings.Clean, [], least: 1));

    [Fact]
    public void Exceptions_pass() =>
        Assert.Equal(0, Check(Listings.Clean + Listings.Spilling + Listings.Calling, [Spills, RareCall], least: 3));

    [Fact]
    public void A_kernel_that_is_no_exception_fails() =>
        Assert.Equal(1, Check(Listings.Spilling + Listings.Calling, [RareCall], least: 1));

    [Fact]
    public void A_call_more_than_expected_fails() =>
        Assert.Equal(1, Check(Listings.Calling, [RareCall with { Calls = 0 }], least: 1));

    [Fact]
    public void An_exception_that_is_no_longer_needed_fails() =>
        Assert.Equal(1, Check(Listings.Clean, [Spills], least: 1));

    [Fact]
    public void A_listing_with_too_few_kernels_fails() =>
        Assert.Equal(1, Check(Listings.Clean + Listings.NoKernels, [], least: 2));

    [Fact]
    public void There_are_no_more_exceptions_than_recorded()
    {
        string[] kernels = [.. ExpectedFaults.All.SelectMany(faults => faults.Kernels)];

        Assert.Equal(52, kernels.Length);
        Assert.Equal(kernels.Length, kernels.Distinct().Count());
        Assert.All(ExpectedFaults.All, faults => Assert.NotEmpty(faults.Reason));
    }

    [Fact]
    public void The_networks_that_are_compiled_for_Arm64_have_layers_of_every_kind()
    {
        Type[] used =
        [
            .. typeof(NetworkResults).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributesData()).Select(data => data.AttributeType),
        ];
        Type[] layers =
        [
            .. typeof(ConvAttribute).Assembly.GetExportedTypes().Where(type =>
                type.Namespace == nameof(ConvGen) && type.IsSubclassOf(typeof(Attribute))
                && type.GetCustomAttribute<AttributeUsageAttribute>()?.ValidOn == AttributeTargets.Class),
        ];

        Assert.Contains(typeof(DepthwiseConvAttribute), layers);
        Assert.Empty(layers.Except(used));
    }

    private static int Check(string listing, ExpectedFaults[] expected, int least) =>
        ListingReport.Print(listing.Split('\n'), expected, least, TextWriter.Null);
}
