using Ronchi.Engine;

namespace Ronchi.Analyses.Conversion;

/// <summary>Offers <see cref="CopyFrames"/> by name.</summary>
public sealed class RecordAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override string Summary => "Writes the frames to a file while they are read: DECTRIS master file, HDF5, NumPy or raw.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } = 
    [
        new("file", "FILE", "The file to write; its name selects the format", IsRequired: true),
        new("masked", "zero|keep|fill=V", "What to write for masked pixels, no-data values and positions that were not recorded (default: keep in formats that mark them, else zero)"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.BeginRecording is { } begin
            ? begin(arguments.Text("file")!, arguments.Text("masked"))
            : throw new ArgumentException("Frames cannot be written from here: use 'ronchi convert'.");
    }
}
