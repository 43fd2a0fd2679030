using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// An HDF5 file with one dataset of frames, a chunk each, which are written in any order. With a journal beside it, writing goes on where
/// it was interrupted.
/// </summary>
internal sealed class FrameFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly PartFile? _part;   // with a journal, the file is its
    private readonly FrameJournal? _journal;
    private readonly Hdf5Writer _file;
    private readonly FrameEncoder? _encoder;
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly List<long> _written = [];

    private ChunkedWriter? _frames;
    private bool _isClosed;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="encoder">Encodes its frames, and perhaps those of others. Null: it has none.</param>
    /// <param name="resumed">What is gone on with, if it was begun; null: the file begins anew, and goes when it is not
    /// completed.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, cannot be written, or is written by another
    /// program.</exception>
    public FrameFile(string path, bool overwrite, FrameEncoder? encoder = null, SinkDescription? resumed = null)
    {
        (_path, _overwrite, _encoder) = (path, overwrite, encoder);
        if (!overwrite && File.Exists(path))
            throw new IOException($"{Path.GetFullPath(path)} already exists.");
        if (resumed?.Provenance is null)
            _part = new(path, overwrite, BufferBytes);
        else
            _journal = new(path, resumed, BufferBytes);
        _file = new Hdf5Writer(_journal?.File ?? _part!.Stream);
    }

    /// <summary>The root group.</summary>
    public GroupWriter Root => _file.Root;

    /// <summary>Frames that are in the file for good, by their chunk.</summary>
    public FrameSet Saved => _journal?.Frames ?? FrameSet.None;

    /// <summary>Begins the dataset.</summary>
    /// <param name="group">Where it lies.</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="shape">Its axes; the last are the frame's.</param>
    /// <param name="frameAxes">How many.</param>
    /// <exception cref="ArgumentException">The type cannot be written.</exception>
    public ChunkedWriter Begin(GroupWriter group, ElementType type, Extent shape, int frameAxes) =>
        _frames = ChunkedDataset.Begin(
            group,
            "data",
            type,
            shape,
            new([.. Enumerable.Repeat(1L, shape.Rank - frameAxes), .. shape.Lengths[^frameAxes..]]),
            _encoder!.Filters);

    /// <summary>Says that all is written that lies before the frames: for the same data it is the same, and was written over with
    /// itself.</summary>
    public void GoOn()
    {
        if (_journal is null)
            return;
        _journal.Begin(_file.Length);
        foreach (var (frame, (address, bytes)) in _journal.Saved)
        {
            _frames!.Restore(frame, address, bytes);
            _file.GoOnAt(address + bytes);
        }
    }

    /// <summary>Encodes and writes a frame; from several threads at once.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(long chunk, ReadOnlySpan<byte> pixels)
    {
        _encoder!.Write(_frames!, chunk, pixels);
        if (_journal is null)
            return;
        lock (_written)
            _written.Add(chunk);
    }

    /// <inheritdoc cref="IResumableSink.Save"/>
    public void Save()
    {
        if (_journal is null || _written.Count == 0)
            return;
        _file.Flush();
        _journal.Append([.. _written.Select(chunk => (chunk, _frames!.PlaceOf(chunk).Address, _frames.PlaceOf(chunk).Bytes))]);
        _written.Clear();
    }

    /// <summary>Writes all that is left to write: of several files that belong together, all are written before the first gets its
    /// name.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Close()
    {
        if (_isClosed)
            return;
        _file.Complete();
        _isClosed = true;
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or a file of that name has appeared meanwhile.</exception>
    public void Complete()
    {
        Close();
        _part?.Complete();
        _journal?.Complete(_overwrite);
        if (_journal is null)
            FrameJournal.RemoveDead(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _part?.Dispose();
        _journal?.Dispose();
    }
}
