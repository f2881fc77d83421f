using ConvGen.Training;

namespace ConvGen.Benchmarks.Overhead;

/// <summary>Prints the parts of a step as soon as they are measured.</summary>
internal sealed class OverheadTable(TextWriter output)
{
    private const string Head = "      batch  threads       step    kernels   clearing     update    packing    waiting  hand-over"
        + "  overhead  copying";

    private string _network = "";

    /// <summary>Prints one row.</summary>
    public void Add(StepTimes times)
    {
        if (times.Network != _network)
        {
            _network = times.Network;
            output.WriteLine();
            output.WriteLine(Head);
        }

        output.WriteLine($"  {_network}  {times.Batch,5}  {times.Threads,7}  {times.Step,9:N1}  {times[StepPart.Kernels],9:N1}"
            + $"  {times[StepPart.Clearing],9:N1}  {times[StepPart.Update],9:N1}  {times[StepPart.Packing],9:N1}"
            + $"  {times[StepPart.Waiting],9:N1}  {times[StepPart.HandOver],9:N1}  {times.Overhead / times.Step,8:P1}"
            + $"  {times.Copying,7:N1}");
    }

    /// <summary>Explains the table.</summary>
    public void End()
    {
        output.WriteLine();
        output.WriteLine(
            "kernels: forward, loss and backward. clearing: of gradients and targets. update: slices summed, parameters");
        output.WriteLine(
            "updated. waiting: for slices on other threads. hand-over: argument checks, starting the workers and their return.");
        output.WriteLine(
            "copying: gathering the images of a batch in Fit, before the step. A step that is faster on one thread uses only one.");
    }
}
