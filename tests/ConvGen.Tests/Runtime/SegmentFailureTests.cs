using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>If a training pass of several segments fails, parameters and optimizer are unchanged.</summary>
public sealed class SegmentFailureTests
{
    private const int Samples = 65;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void An_exception_in_a_segment_changes_no_parameter(int threads)
    {
        for (int segment = 0; segment < 3; segment++)
        {
            foreach (int lastSample in (int[])[0, Samples])
            {
                var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true));
                int failing = segment;
                AssertUnchanged(program, threads, () => program.BeforeChunk = call => Fail(
                    call.Segment == failing && call.FirstSample <= lastSample));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void An_exception_in_a_meeting_changes_no_parameter(int threads)
    {
        for (int meeting = 0; meeting < 2; meeting++)
        {
            var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true));
            int failing = meeting;
            AssertUnchanged(program, threads, () => program.BeforeMeeting = segment => Fail(segment == failing));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_loss_that_is_not_finite_changes_no_parameter(int threads)
    {
        var program = new NormalizedProgram(throughStatistics: true);
        LinearNet net = new(program, seed: 1), undisturbed = new(program, seed: 1);
        using Trainer<LinearNet> trainer = Trainer(net, threads), other = Trainer(undisturbed, threads);
        float[] inputs = TestData.Floats(Samples * LinearNet.Inputs), targets = TestData.Floats(Samples * LinearNet.Units);
        float[] bad = [.. inputs];
        bad[^1] = float.NaN;
        trainer.Step(inputs, targets);
        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step(bad, targets));
        Assert.Equal(2, exception.Step);
        Assert.Equal(float.NaN, exception.Loss);
        trainer.Step(inputs, targets);
        other.Step(inputs, targets);
        other.Step(inputs, targets);
        Assert.Equal(undisturbed.Snapshot(), net.Snapshot());
    }

    [Fact]
    public void Backpropagate_works_after_a_failure()
    {
        var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true));
        var net = new LinearNet(program, seed: 1);
        float[] inputs = TestData.Floats(Samples * LinearNet.Inputs), targets = TestData.Floats(Samples * LinearNet.Units);
        Gradients used = net.CreateGradients(), fresh = net.CreateGradients();
        program.BeforeMeeting = segment => Fail(segment == 1);
        Assert.Throws<TimeoutException>(() => net.Backpropagate(inputs, targets, used));
        program.BeforeMeeting = null;
        Assert.Equal(net.Backpropagate(inputs, targets, fresh), net.Backpropagate(inputs, targets, used));
        Assert.Equal(BackpropagateTests.Values(fresh), BackpropagateTests.Values(used));
    }

    [Theory]
    [InlineData(0, 0, "TrainingSegments is 0")]
    [InlineData(2, 8, "MeetingFloats is 8")]
    [InlineData(2, -16, "MeetingFloats is -16")]
    public void A_program_with_invalid_segments_or_meeting_floats_is_rejected(int segments, int meetingFloats, string message)
    {
        var net = new LinearNet(new ObservedProgram(LinearNet.Squares) { Claims = (segments, meetingFloats) });
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Trainer(net, 1)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(net.CreateGradients).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_program_that_claims_segments_and_has_none_throws(int threads)
    {
        var net = new LinearNet(new ObservedProgram(LinearNet.Squares) { Claims = (2, 0) });
        using Trainer<LinearNet> trainer = Trainer(net, threads);
        float[] before = net.Snapshot();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => trainer.Step(new float[Samples * LinearNet.Inputs], new float[Samples * LinearNet.Units]));
        Assert.Equal(before, net.Snapshot());

        float value = 0;
        NetworkProgram single = LinearNet.Squares;
        Assert.Throws<ArgumentOutOfRangeException>("segment", () => single.TrainSegment(
            1, ref value, ref value, ref value, ref value, 1, 1, default, ref value, ref value, ref value, ref value, ref value));
    }

    private static void AssertUnchanged(ObservedProgram program, int threads, Action disturb)
    {
        LinearNet net = new(program, seed: 1), undisturbed = new(new NormalizedProgram(throughStatistics: true), seed: 1);
        using Trainer<LinearNet> trainer = Trainer(net, threads), other = Trainer(undisturbed, threads);
        float[] inputs = TestData.Floats(Samples * LinearNet.Inputs), targets = TestData.Floats(Samples * LinearNet.Units);
        trainer.Step(inputs, targets);
        other.Step(inputs, targets);
        disturb();
        Assert.Throws<TimeoutException>(() => trainer.Step(inputs, targets));
        Assert.Equal(undisturbed.Snapshot(), net.Snapshot());
        Assert.Equal(1, trainer.Steps);

        // The velocities are unchanged, too, and the threads are free again.
        (program.BeforeChunk, program.BeforeMeeting) = (null, null);
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(other.Step(inputs, targets), trainer.Step(inputs, targets));
            Assert.Equal(undisturbed.Snapshot(), net.Snapshot());
        }
    }

    private static Trainer<LinearNet> Trainer(LinearNet net, int threads) =>
        new(net, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads });

    private static void Fail(bool now)
    {
        if (now)
        {
            throw new TimeoutException("A failure requested by the test.");
        }
    }
}
