using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>A UDF failed: says which, and on which frames.</summary>
/// <param name="udf">Name of the UDF.</param>
/// <param name="frames">Frames of the tile that it was given.</param>
/// <param name="innerException">What it threw.</param>
public sealed class RunException(string udf, FrameRange frames, Exception innerException)
    : Exception($"'{udf}' failed on frames {frames.Start}…{frames.End - 1}: {innerException.Message}", innerException)
{
    /// <summary>Name of the UDF.</summary>
    public string Udf { get; } = udf;

    /// <summary>Frames of the tile that it was given.</summary>
    public FrameRange Frames { get; } = frames;
}
