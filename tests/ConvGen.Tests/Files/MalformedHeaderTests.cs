using System.IO.Compression;
using System.Text;
using ConvGen.Files;

namespace ConvGen.Tests.Files;

/// <summary>Two weights and a bias.</summary>
[Network(2)]
[Dense(1)]
public sealed partial class TinyNet;

/// <summary>Invalid headers and their error messages.</summary>
public sealed class MalformedHeaderTests
{
    private const string Weight = "'Dense1.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[0,8]}";
    private const string BiasAs = "{" + Weight + ",'Dense1.bias':";
    private const string Bias = "'Dense1.bias':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}";

    [Theory]
    [InlineData("{" + Weight + "," + Bias + "}")]
    [InlineData(" { " + Bias + " , " + Weight + " } ")]
    [InlineData("{'__metadata__':{},"
        + "'\\u0044ense1.weight':{'shape':[1,2],'data_offsets':[0,8],'dtype':'\\u004632'}," + Bias + "}")]
    [InlineData("{" + Weight + "," + Bias + ",'__metadata__':{'format':'np','format':'twice','another':''}}")]
    [InlineData("{'Dense1.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[4,12]},"
        + "'Dense1.bias':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}")]
    public void Valid_headers_are_loaded(string header)
    {
        TinyNet network = new(seed: 1);
        network.FromBytes(File(header));
        Assert.Equal(6f, network.Parameters.SelectMany(SaveTests.Values).Sum());
    }

    [Theory]
    [InlineData("", "expected a header in JSON")]
    [InlineData("[]", "expected StartObject in byte 0 of the header, found StartArray")]
    [InlineData("{}", "missing: Dense1.weight 1x2, Dense1.bias 1")]
    [InlineData("{" + Weight + "}", "expected the tensors of TinyNet; missing: Dense1.bias 1")]
    [InlineData("{" + Weight + "," + Bias + "}}", "expected a header in JSON")]
    [InlineData("{" + Weight + "," + Bias + "}\0", "expected a header in JSON")]
    [InlineData("{" + Weight + "," + Bias + ",}", "expected a header in JSON")]
    [InlineData("\uFEFF{" + Weight + "," + Bias + "}", "expected a header in JSON")]
    [InlineData("{" + Weight + "," + Bias + "", "expected a header in JSON")]
    [InlineData("{" + Weight + "," + Weight + "}", "the tensor Dense1.weight occurs twice")]
    [InlineData("{" + Weight + ",'dense1.bias':{}}",
        "which are Dense1.weight 1x2, Dense1.bias 1; found one called \"dense1.bias\"")]
    [InlineData("{" + Weight + "," + Bias + ",'more':{}}", "found one called \"more\"")]
    [InlineData(BiasAs + "[]}", "expected StartObject in byte 82 of the header, found StartArray")]
    [InlineData(BiasAs + "{}}", "tensor Dense1.bias: it has no dtype")]
    [InlineData(BiasAs + "{'dtype':'F32','data_offsets':[8,12]}}", "tensor Dense1.bias: it has no shape")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1]}}", "tensor Dense1.bias: it has no data_offsets")]
    [InlineData(BiasAs + "{'dtype':'F32','dtype':'F32'}}", "tensor Dense1.bias: its dtype occurs twice")]
    [InlineData(BiasAs + "{'shape':[1],'shape':[1]}}", "tensor Dense1.bias: its shape occurs twice")]
    [InlineData(BiasAs + "{'data_offsets':[8,12],'data_offsets':[8,12]}}", "its data_offsets occurs twice")]
    [InlineData(BiasAs + "{'offsets':[8,12]}}", "expected dtype, shape and data_offsets, found the field \"offsets\"")]
    [InlineData(BiasAs + "{'dtype':1}}", "expected String in byte 91 of the header, found Number")]
    [InlineData(BiasAs + "{'dtype':'F16','shape':[1],'data_offsets':[8,10]}}", "expected the dtype F32, found \"F16\"")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[2],'data_offsets':[8,12]}}", "expected the shape 1, found 2")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[],'data_offsets':[8,12]}}", "expected 1 numbers in its shape, found 0")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1,1],'data_offsets':[8,12]}}", "expected 1 numbers in its shape, found more")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':1,'data_offsets':[8,12]}}", "expected StartArray")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':['1'],'data_offsets':[8,12]}}", "expected whole numbers")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1.0],'data_offsets':[8,12]}}", "expected whole numbers")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[-8,12]}}", "expected whole numbers")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[8,9223372036854775808]}}", "expected whole numbers")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[8,18446744073709551628]}}", "expected whole numbers")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[8]}}", "expected 2 numbers in its data_offsets, found 1")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[12,8]}}", "4 apart, found 12 and 8")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[8,13]}}", "4 apart, found 8 and 13")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775803,9223372036854775807]}}",
        "expected to begin where the one before it ends, in byte 8, found 9223372036854775803")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}", "in byte 8, found 4")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[1],'data_offsets':[9,13]}}", "in byte 8, found 9")]
    [InlineData("{'Dense1.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[4,12]},"
        + "'Dense1.bias':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "in byte 0, found 4")]
    [InlineData(BiasAs + "{'dtype':'F32','shape':[[1]],'data_offsets':[8,12]}}", "not deeper than 3")]
    [InlineData("{'more':{'deep':{'deep':{'deep':1}}}}", "not deeper than 3")]
    [InlineData("{'__metadata__':[]}", "expected StartObject in byte 16 of the header, found StartArray")]
    [InlineData("{'__metadata__':{'format':1}}", "expected String in byte 26 of the header, found Number")]
    [InlineData("{'__metadata__':{},'__metadata__':{}}", "the metadata occur twice")]
    [InlineData("{'__metadata__':{'convgen.sha256':'','convgen.sha256':''}}",
        "the text \"convgen.sha256\" of the metadata occurs twice")]
    [InlineData("{'__metadata__':{'convgen.content':'something'}}", "expected the weights of this version, found \"something\"")]
    [InlineData("{'__metadata__':{'convgen.content':'checkpoint'}}",
        "found the checkpoint of a training, which Trainer.LoadCheckpoint reads")]
    [InlineData("{'__metadata__':{'convgen.fingerprint':'1'}}",
        "the same as TinyNet; expected \"input 2\", found \"\" in line 1")]
    [InlineData("{'__metadata__':{'convgen.fingerprint':'1',"
        + "'convgen.architecture':'input 2\\nDense -> 1 with Dense1.weight 1x2, Dense1.bias 1'}}",
        "expected the fingerprint ")]
    [InlineData("{'__metadata__':{'convgen.fingerprint':'1','convgen.architecture':'input 2'}}", "found nothing in line 2")]
    [InlineData("{'__metadata__':{'convgen.sha256':'1'}," + Weight + "," + Bias + "}", "expected the SHA-256 \"1\", found ")]
    [InlineData("{'\\ud800':{}}", "expected text in UTF-8 in byte 1 of the header, found other bytes")]
    public void Errors_are_reported(string header, string message) => AssertReported(File(header), message);

    [Fact]
    public void Bytes_after_the_last_tensor_are_reported() =>
        AssertReported([.. File("{" + Weight + "," + Bias + "}"), 0], "expected 12 bytes of tensors after the header, found 13");

    [Fact]
    public void Text_that_is_not_utf_8_is_reported()
    {
        byte[] file = File("{" + Weight + "," + Bias + "}");
        file[8 + 3] = 0xFF;
        AssertReported(file, "expected text in UTF-8 in byte 1 of the header");
    }

    [Fact]
    public void Text_of_another_program_must_be_utf_8_too()
    {
        byte[] file = File("{'__metadata__':{'format':'pt','author':'E'}," + Weight + "," + Bias + "}");
        new TinyNet().FromBytes(file);
        int name = file.AsSpan().IndexOf("E"u8);
        file[name] = 0xC9;
        AssertReported(file, $"expected text in UTF-8 in byte {name - 8 - 1} of the header, found other bytes");
        AssertReported(
            File("{'__metadata__':{'author':'\\ud800'}," + Weight + "," + Bias + "}"), "expected text in UTF-8 in byte 26 of the header");
    }

    [Fact]
    public void A_long_name_is_reported_by_its_beginning()
    {
        AssertReported(File("{'" + new string('x', 200) + "':{}}"), $"found one called \"{new string('x', 100)}...\"");
    }

    [Fact]
    public void A_stream_without_a_length_is_reported()
    {
        using var pipe = new DeflateStream(Stream.Null, CompressionMode.Decompress);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => SafetensorsReader.Read(pipe, "an empty network", _ => []));
        Assert.Equal("expected a file, found a stream without a length", exception.Message);
    }

    private static void AssertReported(byte[] file, string message)
    {
        TinyNet network = new(seed: 1);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => network.FromBytes(file));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(SaveTests.Bits(new TinyNet(seed: 1)), SaveTests.Bits(network));
    }

    /// <summary>A file of the floats 1, 2 and 3; quotes are written as apostrophes.</summary>
    private static byte[] File(string header)
    {
        byte[] data = new byte[12];
        Buffer.BlockCopy(new[] { 1f, 2f, 3f }, 0, data, 0, data.Length);
        return PlainFile.Join(Encoding.UTF8.GetBytes(header.Replace('\'', '"')), data);
    }
}
