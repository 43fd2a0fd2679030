using Ronchi.Frames;

namespace Ronchi.Sources.Norpix;

/// <summary>What a StreamPix sequence does not say of itself.</summary>
public sealed record SeqOptions
{
    /// <summary>Half frames in each image of a pair of files <c>X_Top_….seq</c> and <c>X_Bottom_….seq</c>, which are then read as whole
    /// frames. Null: a file is read as it is.</summary>
    [Parameter("Half frames in each image of a Direct Electron pair (X_Top_….seq, X_Bottom_….seq), which is then read as whole frames",
        Minimum = 1)]
    public int? Prebuffer { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<SeqOptions>("--prebuffer is for pairs of NorPix SEQ files (X_Top_….seq, X_Bottom_….seq)");
}
