using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Chapter6;

/// <summary>Verifies the numbers and statements with which chapter 6 of Nielsen's "Neural Networks and Deep Learning" introduces
/// convolutional networks.</summary>
public sealed class ChapterExamplesTests
{
    private const int Side = 28, MapSide = 24;

    [Fact]
    public void A_5x5_receptive_field_reduces_28x28_to_24x24_and_with_stride_two_to_12x12()
    {
        Assert.Equal([1, 24, 24], ReceptiveField.Summary.Layers[0].OutputShape);
        Assert.Equal([1, 12, 12], ReceptiveFieldOfStrideTwo.Summary.Layers[0].OutputShape);
    }

    [Fact]
    public void A_feature_map_has_26_parameters_and_twenty_have_520_where_thirty_dense_neurons_have_23550()
    {
        Assert.Equal(26, ReceptiveField.ParameterCount);
        Assert.Equal(520, TwentyMaps.ParameterCount);
        Assert.Equal(23_550, ThirtyNeurons.ParameterCount);
    }

    [Fact]
    public void Pooling_reduces_24x24_to_12x12_in_every_map()
    {
        Assert.Equal([3, 24, 24], ThreePooledMaps.Summary.Layers[0].OutputShape);
        Assert.Equal([3, 12, 12], ThreePooledMaps.Summary.Layers[1].OutputShape);
    }

    [Fact]
    public void LeNet_5_has_six_maps() => Assert.Equal([6, 24, 24], SixMaps.Summary.Layers[0].OutputShape);

    [Fact]
    public void A_hidden_neuron_sees_its_receptive_field_and_nothing_else()
    {
        var net = new ReceptiveField(seed: 1);
        const int Row = 7, Column = 19;
        float[] image = TestData.Floats(Side * Side);
        float before = Map(net, image)[Row * MapSide + Column];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float pixel = image[y * Side + x];
                image[y * Side + x] = pixel + 1;
                bool isInField = y is >= Row and < Row + 5 && x is >= Column and < Column + 5;
                Assert.Equal(isInField, Map(net, image)[Row * MapSide + Column] != before);
                image[y * Side + x] = pixel;
            }
        }
    }

    [Fact]
    public void Shared_weights_find_a_feature_wherever_it_is()
    {
        // Moving the image by two rows and three columns moves the feature map by the same distance.
        var net = new ReceptiveField(seed: 1);
        float[] image = TestData.Floats(Side * Side), moved = new float[Side * Side];
        for (int y = 2; y < Side; y++)
        {
            image.AsSpan((y - 2) * Side, Side - 3).CopyTo(moved.AsSpan(y * Side + 3));
        }

        float[] map = Map(net, image), movedMap = Map(net, moved);
        for (int row = 2; row < MapSide; row++)
        {
            for (int column = 3; column < MapSide; column++)
            {
                Assert.Equal(map[(row - 2) * MapSide + column - 3], movedMap[row * MapSide + column], 1e-5f);
            }
        }
    }

    [Fact]
    public void Max_pooling_shows_whether_a_feature_is_present_but_not_where()
    {
        var net = new ThreePooledMaps(seed: 1);
        float[] weights = new float[net.Parameters["Conv1.weight"].Length];
        weights[12] = 1; // The centre of the first map's receptive field: the map equals the image without its border.
        net.Parameters["Conv1.weight"].CopyFrom(weights);
        float[] atCorner = new float[Side * Side], besideIt = new float[Side * Side];
        atCorner[10 * Side + 10] = 1;
        besideIt[11 * Side + 11] = 1;
        float[] first = new float[ThreePooledMaps.OutputLength], second = new float[ThreePooledMaps.OutputLength];
        net.Predict(atCorner, first);
        net.Predict(besideIt, second);
        Assert.Equal(first, second);
        Assert.Equal(1f, first[4 * 12 + 4]);
        Assert.Equal(1f, first.Sum());
    }

    private static float[] Map(ReceptiveField net, float[] image)
    {
        float[] map = new float[MapSide * MapSide];
        net.Predict(image, map);
        return map;
    }
}
