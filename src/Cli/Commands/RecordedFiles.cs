using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>Files that a run writes frames to; those that are not complete in the end leave nothing behind.</summary>
internal sealed class RecordedFiles : IDisposable
{
    private readonly List<IFrameSink> _sinks = [];

    /// <summary>Begins a file for the selected frames of a scan.</summary>
    /// <exception cref="IOException">A file exists and is not to be replaced, or its folder cannot be written to.</exception>
    public IFrameSink Begin(string path, Scan scan, ScanSelection selection, bool overwrite)
    {
        var description = new SinkDescription(scan.Shape with { Scan = selection.Shape }, scan.ElementType, scan.Info, scan.Source.Validity.MaskedPixels);
        var sink = KnownSinks.Create(path, description, overwrite);
        _sinks.Add(sink);
        return sink;
    }

    public void Dispose()
    {
        foreach (var sink in _sinks)
            sink.Dispose();
    }
}
