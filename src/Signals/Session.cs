using Ronchi.Engine.Stages;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>The front door: opens data and keeps what is open until it is disposed.</summary>
public sealed class Session : IAsyncDisposable, IDisposable
{
    private readonly List<Scan> _scans = [];

    /// <summary>Opens a file of any known format, told by its content.</summary>
    /// <param name="path">The file; for DECTRIS scans the master file.</param>
    /// <param name="options">What the data do not say themselves.</param>
    /// <param name="readPath">What happens to frames before UDFs see them: offsets, masks, binning. Null: nothing.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    /// <exception cref="Ronchi.Frames.SourceException">The file cannot be opened; the message says why and what to do.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public async Task<Scan> OpenAsync(string path, OpenOptions? options = null, ReadPath? readPath = null, CancellationToken cancellationToken = default)
    {
        var scan = new Scan(await Task.Run(() => (readPath ?? ReadPath.Direct).From(SourceOpener.Open(path, options)), cancellationToken).ConfigureAwait(false));
        lock (_scans)
            _scans.Add(scan);
        return scan;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_scans)
        {
            foreach (var scan in _scans)
                scan.Dispose();
            _scans.Clear();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
