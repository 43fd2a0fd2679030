using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Conversion;

/// <summary>Offers <see cref="CopyFrames"/> by name.</summary>
public sealed class RecordAnalysis : AnalysisWith<RecordParameters>
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override string Summary => "Writes the frames to a file while they are read: DECTRIS master file, HDF5, NumPy or raw.";

    /// <inheritdoc/>
    public override bool WritesFiles => true;

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, RecordParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return context.BeginRecording is { } begin
            ? begin(parameters.File.Path, parameters.Masked)
            : throw new ArgumentException("Frames cannot be written from here: use 'ronchi convert'.");
    }
}
