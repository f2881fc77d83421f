using System.Text;

namespace ConvGen.Data.Tests;

public sealed class CsvFileTests : IDisposable
{
    private const string Flowers = """
        length,width,species
        5.1,3.5,setosa
        7.0,3.2,versicolor
        6.3,3.3,virginica
        4.9,3.0,setosa
        """;

    private static readonly CsvOptions Semicolons = new() { Delimiter = ';' };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_become_inputs_and_names_become_classes()
    {
        CsvContent flowers = Load(Flowers, "species");
        LabeledImages samples = flowers.Samples;
        Assert.Equal((4, 1, 1, 2), (samples.Count, samples.Channels, samples.Height, samples.Width));
        Assert.Equal([5.1f, 3.5f, 7f, 3.2f, 6.3f, 3.3f, 4.9f, 3f], samples.Pixels.ToArray());
        Assert.Equal(["setosa", "versicolor", "virginica"], flowers.ClassNames);
        Assert.Equal([0, 1, 2, 0], samples.Labels.ToArray());
        Assert.Equal([new CsvInput("length", 0, 1), new CsvInput("width", 0, 1)], flowers.Inputs);
    }

    [Fact]
    public void Classes_are_in_the_order_of_their_names_and_not_of_the_rows() =>
        Assert.Equal([2, 0, 1, 0], Load("x,y\n1,c\n2,B\n3,a\n4,B", "y").Samples.Labels.ToArray());

    [Fact]
    public void Columns_can_be_selected_in_any_order()
    {
        CsvContent content = Load("id,b,class,a\nk7,1,u,2\nk8,3,v,4", "class", new CsvOptions { Inputs = ["a", "b"] });
        Assert.Equal([2f, 1f, 4f, 3f], content.Samples.Pixels.ToArray());
        Assert.Equal(["a", "b"], content.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Without_a_header_columns_are_named_by_number()
    {
        var options = new CsvOptions { HasHeader = false, Delimiter = ';', Labels = CsvLabels.Numbers };
        CsvContent content = Load("1;2;5\n3;4;0\n", "3", options);
        Assert.Equal([1f, 2f, 3f, 4f], content.Samples.Pixels.ToArray());
        Assert.Equal([5, 0], content.Samples.Labels.ToArray());
        Assert.Equal(["0", "1", "2", "3", "4", "5"], content.ClassNames);
        Assert.Equal(["1", "2"], content.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Quotes_spaces_and_empty_lines_are_parsed() =>
        Assert.Equal(
            ["big, \"red\"", "small"],
            Load("\uFEFFx,\"the kind\"\r\n\r\n 1 ,\"big, \"\"red\"\"\"\r\n-2.5e1, small \r\n", "the kind").ClassNames);

    [Fact]
    public void Scaled_columns_range_from_zero_to_one()
    {
        CsvContent content = Load(
            "a,b,y\n10,7,u\n30,7,v\n20,7,u", "y", new CsvOptions { Scaling = CsvScaling.ZeroToOne });
        Assert.Equal([0f, 0f, 1f, 0f, 0.5f, 0f], content.Samples.Pixels.ToArray());
        Assert.Equal([1.5f, -7f], content.Scale(40, 0));
    }

    [Fact]
    public void Standardised_columns_have_mean_zero_and_deviation_one()
    {
        CsvContent content = Load(
            "a,b,y\n1,0.1,u\n5,0.1,v\n1,0.1,u\n5,0.1,u", "y", new CsvOptions { Scaling = CsvScaling.Standard });
        Assert.Equal([-1f, 0f, 1f, 0f, -1f, 0f, 1f, 0f], content.Samples.Pixels.ToArray());
        Assert.Equal(3f, content.Scale(9, 0.1f)[0]);
        Assert.Equal((3.0, 0.5), (content.Inputs[0].Offset, content.Inputs[0].Factor));
    }

    [Fact]
    public void Pixels_equal_those_of_the_other_readers()
    {
        string text = "label," + string.Join(',', Enumerable.Range(0, 256).Select(i => $"p{i}"))
            + "\n9," + string.Join(',', Enumerable.Range(0, 256));
        CsvContent content = Load(
            text, "label", new CsvOptions { Scaling = CsvScaling.Pixels, Labels = CsvLabels.Numbers, Shape = (4, 8, 8) });
        Assert.Equal(Enumerable.Range(0, 256).Select(i => i / 255f), content.Samples.Pixels.ToArray());
        Assert.Equal((4, 8, 8), (content.Samples.Channels, content.Samples.Height, content.Samples.Width));
        Assert.Equal(10, content.ClassNames.Count);
    }

    [Fact]
    public void Another_file_is_read_in_the_same_way()
    {
        CsvContent flowers = Load(Flowers, "species", new CsvOptions { Scaling = CsvScaling.ZeroToOne });
        File.WriteAllText(_folder["test.csv"], "width,species,length\n3.5,virginica,9.1\n3,setosa,4.9");
        LabeledImages test = flowers.LoadMore(_folder["test.csv"]);
        Assert.Equal([2, 0], test.Labels.ToArray());
        Assert.Equal(flowers.Scale(9.1f, 3.5f), test.Image(0).ToArray());
        Assert.Equal([0f, 0f], test.Image(1).ToArray());

        File.WriteAllText(_folder["test.csv"], "width,species,length\n3.5,rose,9.1");
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => flowers.LoadMore(_folder["test.csv"]));
        Assert.EndsWith(
            "line 2, column 2 (species): expected one of setosa, versicolor, virginica, found \"rose\".",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(3, flowers.ClassNames.Count);
    }

    [Theory]
    [InlineData("x,y\n1,a\nabc,b", "line 3, column 1 (x): expected a number, found \"abc\"")]
    [InlineData("x,y\n1,a\n\n,b", "line 4, column 1 (x): expected a number, found \"\"")]
    [InlineData("x,y\nNaN,a", "line 2, column 1 (x): expected a number, found \"NaN\"")]
    [InlineData("x,y\n1e99,a", "line 2, column 1 (x): expected a number, found \"1e99\"")]
    [InlineData("x,y\n\"1,5\",a", "line 2, column 1 (x): expected a number, found \"1,5\"")]
    [InlineData("x,y\n1,", "line 2, column 2 (y): expected the name of a class, found \"\"")]
    [InlineData("x,y\n1,a\n2,b,c", "line 3: expected 2 fields, found 3")]
    [InlineData("x,y\n1,a\n2", "line 3: expected 2 fields, found 1")]
    [InlineData("x,z\n1,a", ": expected a column \"y\", found x, z")]
    [InlineData("a,b,c,d,e,f,g,h,i,j,k,l\n", ": expected a column \"y\", found a, b, c, d, e, f, g, h, i, j and 2 more")]
    [InlineData("x,y,x\n1,a,2", "line 1: two columns are called \"x\"")]
    [InlineData("y\na", ": expected columns other than \"y\", found none")]
    [InlineData("x,y\n", ": expected rows below the header, found none")]
    [InlineData("", ": expected rows, found none")]
    [InlineData("x,y\n1,\"a\" b", "line 2: expected a quote at both ends of a field")]
    [InlineData("x,y\n1,a\n2,\"a", "line 3: expected a quote at both ends of a field")]
    public void Errors_are_reported_with_their_position(string text, string message)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load(text, "y"));
        Assert.StartsWith(_folder["data.csv"], exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("65536")]
    [InlineData("cat")]
    [InlineData("")]
    public void A_label_that_is_not_a_number_is_reported(string label)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => Load($"x,y\n1,2\n3,{label}", "y", new CsvOptions { Labels = CsvLabels.Numbers }));
        Assert.EndsWith(
            $"line 3, column 2 (y): expected a whole number from 0 to 65535, found \"{label}\".",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.5")]
    [InlineData("-0.25")]
    [InlineData("1e-3")]
    [InlineData("12,5")]
    [InlineData("1,234.50")]
    public void A_fractional_label_is_reported_with_its_position_and_advice_for_regression(string price)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load($"x;price\n1;12\n2;7\n3;{price}\n4;1.25", "price", Semicolons));
        Assert.StartsWith(_folder["data.csv"], exception.Message, StringComparison.Ordinal);
        Assert.All(
            [
                "line 4, column 2 (price): expected a class, which is a name or a whole number, found \"" + price + "\".",
                "MeanSquaredError",
                "trainer.Step(inputs, targets)",
            ],
            part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Whole_numbers_and_texts_that_only_resemble_numbers_remain_names_of_classes() =>
        Assert.Equal(
            ["-1", "1,000", "1.2.3", "10", "2.0", "3 kg", "NaN"],
            Load("x;y\n1;10\n2;2.0\n3;-1\n4;1,000\n5;1.2.3\n6;3 kg\n7;NaN", "y", Semicolons).ClassNames);

    [Fact]
    public void White_space_at_the_ends_of_a_field_is_ignored()
    {
        // All characters that Unicode defines as white space, except line ends.
        char[] spaces = [.. Enumerable.Range(0, 0x10000).Select(i => (char)i).Where(c => char.IsWhiteSpace(c) && c is not ('\r' or '\n'))];
        Assert.Contains('\u00A0', spaces);
        Assert.Contains('\u3000', spaces);
        IEnumerable<string> rows = spaces.SelectMany(
            space => (string[])[$"1,{space}x", $"2,x{space}", $"3{space},\"{space}x{space}\"", $"{space}4,a{space}b"]);
        CsvContent content = Load("n\u00A0,\u2003y\n0,x\n" + string.Join('\n', rows), "y");
        Assert.Equal(["n"], content.Inputs.Select(input => input.Name));
        Assert.Equal(spaces.Length + 1, content.ClassNames.Count);
        Assert.Equal(1 + 3 * spaces.Length, content.Samples.Labels.ToArray().Count(label => content.ClassNames[label] == "x"));
        Assert.Equal([0f, 1f, 2f, 3f, 4f], content.Samples.Pixels[..5].ToArray());

        // Also in another file, and if labels are numbers.
        File.WriteAllText(_folder["test.csv"], "y\u00A0,n\nx\u202F,5");
        Assert.Equal("x", content.ClassNames[content.LoadMore(_folder["test.csv"]).Labels[0]]);
        Assert.Equal([3], Load("n,y\n1,3\u00A0", "y", new CsvOptions { Labels = CsvLabels.Numbers }).Samples.Labels.ToArray());
    }

    [Fact]
    public void Every_character_but_quotes_and_line_ends_can_separate_fields()
    {
        // Letters and digits that occur in the text cannot be delimiters.
        IEnumerable<char> delimiters = Enumerable.Range(0, 0x180).Concat([0x2003, 0x3000, 0xFF0C]).Select(i => (char)i);
        foreach (char delimiter in delimiters.Except("\"\r\nxy7pqr"))
        {
            string text = $"x{delimiter}y\n7{delimiter}p\n7{delimiter}\"q{delimiter}r\"\n";
            CsvContent content = Load(text, "y", new CsvOptions { Delimiter = delimiter });
            Assert.Equal([7f, 7f], content.Samples.Pixels.ToArray());
            Assert.Equal(["p", $"q{delimiter}r"], content.ClassNames);
        }
    }

    [Fact]
    public void Two_spaces_as_delimiters_enclose_an_empty_field()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load("x y\n1  a", "y", new CsvOptions { Delimiter = ' ' }));
        Assert.EndsWith("line 2: expected 2 fields, found 3.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,kind\n1,ba\n2,caf\u00E9\n3,caf\u00E8\n", 3, 2, 0xE9)]
    [InlineData("x,kind\n1,\"two\nlines, caf\u00E9\"\n", 3, 2, 0xE9)]
    [InlineData("\u00FCber,kind\n1,a\n", 1, 1, 0xFC)]
    [InlineData("x,kind,note\n1,a,5\n2,b,\u00C3", 3, 3, 0xC3)]
    [InlineData("x,kind\n1,a\n\u00A02,b\n", 3, 1, 0xA0)]
    public void A_file_that_is_not_UTF8_is_reported_with_its_position(string text, int line, int column, int found)
    {
        File.WriteAllText(_folder["data.csv"], text, Encoding.Latin1);
        int offset = text.IndexOf((char)found, StringComparison.Ordinal);
        AssertNotUtf8(() => CsvFile.Load(_folder["data.csv"], "kind"), "data.csv", line, column, found, offset);
        CsvContent content = Load("x,kind,note\n1,a,2", "kind", new CsvOptions { Inputs = ["x"] });
        File.WriteAllText(_folder["test.csv"], text, Encoding.Latin1);
        AssertNotUtf8(() => content.LoadMore(_folder["test.csv"]), "test.csv", line, column, found, offset);
    }

    [Fact]
    public void The_first_byte_that_is_not_UTF8_is_found_in_a_long_file()
    {
        // Characters of two and four bytes, some of which extend across the end of a buffer of any size.
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},\u00E9{i % 7}\U0001F431\n"));
        byte[] start = Encoding.UTF8.GetBytes("x,kind\n" + rows + "1,caf");
        File.WriteAllBytes(_folder["data.csv"], [.. start, 0xE9, .. "\n1,"u8, 0xFF, .. "\n"u8]);
        AssertNotUtf8(() => CsvFile.Load(_folder["data.csv"], "kind"), "data.csv", 20_002, 2, 0xE9, start.Length);
        File.WriteAllBytes(_folder["data.csv"], start);
        Assert.Equal(20_001, CsvFile.Load(_folder["data.csv"], "kind").Samples.Count);
    }

    [Fact]
    public void The_number_of_inputs_must_match_the_shape()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load(Flowers, "species", new CsvOptions { Shape = (1, 2, 2) }));
        Assert.EndsWith("2 input columns do not form images of 1x2x2.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_settings_are_reported_before_the_file_is_opened()
    {
        foreach ((CsvOptions options, string message) in ((CsvOptions, string)[])
        [
            (new CsvOptions { Delimiter = '"' }, "The delimiter must be neither"),
            (new CsvOptions { Labels = (CsvLabels)2 }, "Labels must be"),
            (new CsvOptions { Scaling = (CsvScaling)4 }, "Scaling must be"),
            (new CsvOptions { Shape = (1, 0, 2) }, "The sizes of Shape"),
            (new CsvOptions { Inputs = [] }, "Inputs is empty"),
            (new CsvOptions { Inputs = ["a", "y"] }, "Inputs[1] is the label column"),
            (new CsvOptions { Inputs = ["a", "b", "a"] }, "Inputs[2] names \"a\" again"),
            (new CsvOptions { Inputs = ["a", null!] }, "Inputs[1] is null"),
        ])
        {
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => CsvFile.Load(_folder["nowhere.csv"], "y", options));
            Assert.Equal("options", exception.ParamName);
            Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wrong_arguments_are_reported_by_name()
    {
        CsvContent flowers = Load(Flowers, "species");
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => CsvFile.Load(null!, "y")).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentNullException>(() => CsvFile.Load("x", null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => flowers.LoadMore(null!)).ParamName);
        Assert.Equal("numbers", Assert.Throws<ArgumentException>(() => flowers.Scale(1)).ParamName);
        Assert.Throws<FileNotFoundException>(() => CsvFile.Load(_folder["nowhere.csv"], "y"));
        Assert.Throws<DirectoryNotFoundException>(() => CsvFile.Load(_folder["nowhere", "x.csv"], "y"));
    }

    [Fact]
    public void A_network_learns_from_a_file_and_predicts_in_its_units()
    {
        // Three classes, by height in metres and mass in kilograms.
        var random = new Random(1);
        IEnumerable<string> rows =
            from i in Enumerable.Range(0, 150)
            let height = 1 + i % 3 + 0.3 * random.NextDouble()
            let mass = (i % 3 == 1 ? 1000 : 500) + 100 * random.NextDouble()
            select FormattableString.Invariant($"{height:F3},{mass:F1},{"cab"[i % 3]}");
        CsvContent content = Load(
            "height,mass,kind\n" + string.Join('\n', rows), "kind", new CsvOptions { Scaling = CsvScaling.Standard });
        var network = new KindNet(seed: 1);
        using var trainer = new Trainer<KindNet>(network, new Sgd(0.1f), new TrainerOptions { BatchSize = 10 });
        trainer.Fit(content.Samples, epochs: 40);
        Assert.Equal(1, network.Evaluate(content.Samples).Accuracy);
        Assert.Equal("c", content.ClassNames[network.Classify(content.Scale(1.1f, 550))]);
        Assert.Equal("a", content.ClassNames[network.Classify(content.Scale(2.2f, 1050))]);
        Assert.Equal("b", content.ClassNames[network.Classify(content.Scale(3.2f, 520))]);
    }

    private void AssertNotUtf8(Func<object> load, string name, int line, int column, int found, int offset)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(load);
        Assert.StartsWith(
            $"{_folder[name]}, line {line}, column {column}: expected text in UTF-8, found the byte 0x{found:X2} at offset {offset}",
            exception.Message,
            StringComparison.Ordinal);
    }

    private CsvContent Load(string text, string label, CsvOptions? options = null)
    {
        File.WriteAllText(_folder["data.csv"], text);
        return CsvFile.Load(_folder["data.csv"], label, options);
    }
}

/// <summary>Distinguishes three classes by two numbers.</summary>
[Network(2)]
[Dense(8), ReLU]
[Dense(3), SoftmaxCrossEntropy]
internal sealed partial class KindNet;
