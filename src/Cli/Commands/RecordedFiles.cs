using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;

namespace Ronchi.Cli.Commands;

/// <summary>Files that a run writes frames to; those that are not complete in the end leave nothing behind.</summary>
internal sealed class RecordedFiles : IDisposable
{
    private readonly List<ScanConversion> _conversions = [];

    /// <summary>Ends a run: what became of the scan in each file.</summary>
    public IReadOnlyList<ConversionReport> Finish()
    {
        foreach (var conversion in _conversions)
            conversion.KeepCalibration();
        return [.. _conversions.Select(static conversion => conversion.Report)];
    }

    /// <summary>Begins a file for the selected frames of a scan.</summary>
    /// <exception cref="ArgumentException">The name asks for no kind that is written, or the kind cannot hold such data.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or its folder cannot be written to.</exception>
    public Udf Begin(
        string path, string? masked, Scan scan, ScanSelection selection, bool overwrite, IReadOnlyList<string> alsoRead)
    {
        var conversion = ScanConversion.Begin(
            scan,
            path,
            new ConversionOptions
            {
                Selection = selection,
                Masked = masked is null ? null : MaskedValues.Parse(masked),
                Overwrite = overwrite,
                AlsoRead = alsoRead,
            });
        _conversions.Add(conversion);
        return conversion.Udf;
    }

    public void Dispose()
    {
        foreach (var conversion in _conversions)
            conversion.Dispose();
    }
}
