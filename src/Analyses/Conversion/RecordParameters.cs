using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Conversion;

/// <summary>What <c>record</c> asks for.</summary>
public sealed record RecordParameters
{
    /// <summary>The file to write.</summary>
    [Parameter("The file to write; its name selects the format")]
    public required FilePath File { get; init; }

    /// <summary>What is written for values that are no measurement; null: decided by the format.</summary>
    [Parameter(
        "What to write for masked pixels, no-data values and positions that were not recorded",
        Form = "zero|keep|fill=V", Default = "keep in formats that mark them, else zero")]
    public string? Masked { get; init; }
}
