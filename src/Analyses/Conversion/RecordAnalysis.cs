using Ronchi.Engine;

namespace Ronchi.Analyses.Conversion;

/// <summary>Offers <see cref="CopyFrames"/> by name.</summary>
public sealed class RecordAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override string Summary => "Writes the frames while they pass: to a DECTRIS master file, HDF5, NumPy or raw.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } = [new("file", "FILE", "The file to write; its name says its kind", IsRequired: true)];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.CreateSink is not { } create)
            throw new ArgumentException("Frames cannot be written from here: use 'ronchi convert'.");
        return new CopyFrames(create(arguments.Text("file")!), arguments.Selection ?? ScanSelection.All(data.Shape.Scan));
    }
}
