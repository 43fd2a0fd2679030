using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>What a DigitalMicrograph file may say wrongly, or not at all.</summary>
public sealed record DmOptions
{
    /// <summary>Which axes vary fastest. Null: as the tags and units of the file say.</summary>
    [Parameter("Which axes vary fastest in a Gatan file: those of frames (or spectra), or those of the scan",
        Default = "as tags and units of the file say")]
    public DmStoredOrder? StoredOrder { get; init; }

    internal static FormatOptions Kind { get; } = FormatOptions.Of<DmOptions>("--stored-order is for Gatan DM3 and DM4 files");
}
