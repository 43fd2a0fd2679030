using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>A UDF failed: says which, and on which frames.</summary>
/// <param name="udf">Name of the UDF.</param>
/// <param name="partition">Number of the partition.</param>
/// <param name="frames">Frames that it was given.</param>
/// <param name="innerException">What it threw.</param>
public sealed class RunException(string udf, int partition, FrameRange frames, Exception innerException)
    : Exception($"'{udf}' failed on {(frames.Count == 1 ? $"frame {frames.Start}" : $"frames {frames.Start} to {frames.End - 1}")} of partition {partition}: {innerException.Message}", innerException)
{
    /// <summary>Name of the UDF.</summary>
    public string Udf { get; } = udf;

    /// <summary>Number of the partition, in scan order.</summary>
    public int Partition { get; } = partition;

    /// <summary>Frames that it was given: those of the tile, or the frame.</summary>
    public FrameRange Frames { get; } = frames;
}
