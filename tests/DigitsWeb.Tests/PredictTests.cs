using System.Net;
using System.Text.Json;
using DigitsWeb.Api;
using MnistSample.Networks;

namespace DigitsWeb.Tests;

[Collection(TrainedSiteTests.Name)]
public sealed class PredictTests(TrainedSite site)
{
    [Fact]
    public async Task A_test_image_of_each_digit_is_read_correctly()
    {
        int right = 0;
        foreach (JsonElement example in (await site.GetJsonAsync("api/examples")).EnumerateArray())
        {
            JsonElement prediction = await PredictionOf(example.GetProperty("pixels").GetBytesFromBase64());
            right += prediction.GetProperty("digit").GetInt32() == example.GetProperty("digit").GetInt32() ? 1 : 0;
        }

        Assert.InRange(right, 9, 10);
    }

    [Fact]
    public async Task A_response_has_ten_probabilities_and_the_values_of_every_layer()
    {
        JsonElement prediction = await PredictionOf(new byte[784]);

        Assert.Equal(1, prediction.GetProperty("probabilities").EnumerateArray().Sum(value => value.GetSingle()), 1e-5f);
        Assert.Equal(
            BookNet.Summary.Layers.Select(layer => (layer.Name, layer.OutputShape.Aggregate((a, b) => a * b))),
            prediction.GetProperty("layers").EnumerateArray().Select(layer => (
                layer.GetProperty("name").GetString()!, layer.GetProperty("values").GetBytesFromBase64().Length)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(783)]
    [InlineData(785)]
    [InlineData(4_000)]
    public async Task Another_number_of_pixels_is_rejected_with_the_expected_number(int length)
    {
        using HttpResponseMessage response = await site.PredictAsync(new byte[length]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("784 were expected", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_above_the_limit_is_rejected_as_too_large()
    {
        using HttpResponseMessage response = await site.PredictAsync(new byte[5_000]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Another_content_type_is_rejected()
    {
        using HttpResponseMessage response = await site.PredictAsync(new byte[784], "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public void Values_are_quantized_to_shares_of_the_largest()
    {
        var values = QuantizedValues.Of("x", [3], [-2f, 0f, 1f]);

        Assert.Equal(2, values.Largest);
        Assert.Equal([-127, 0, 64], values.Values.Select(value => (int)(sbyte)value));
    }

    [Fact]
    public void Values_that_are_not_finite_are_quantized_too()
    {
        var values = QuantizedValues.Of("x", [4], [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f]);

        Assert.Equal(float.MaxValue, values.Largest);
        Assert.Equal([0, 127, -127, 0], values.Values.Select(value => (int)(sbyte)value));
    }

    private async Task<JsonElement> PredictionOf(byte[] pixels)
    {
        using HttpResponseMessage response = await site.PredictAsync(pixels);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
