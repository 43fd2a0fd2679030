using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>Reads pages strip by strip or tile by tile; where there are few pages, those of one on all cores.</summary>
internal sealed class TiffPageReader : ITileReader
{
    private readonly TiffPages _pages;
    private readonly TiffPageList _list;
    private readonly int _maxFrames;
    private readonly TiffSegments[] _workers;
    private byte[] _buffer = [];
    private RemainingFrames _rest;

    /// <param name="pages">The pages of the file.</param>
    /// <param name="list">Which of them are frames.</param>
    /// <param name="file">The open file; stays the caller's.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public TiffPageReader(TiffPages pages, TiffPageList list, SafeFileHandle file, int maxFrames)
    {
        (_pages, _list) = (pages, list);
        _maxFrames = Math.Max(1, Math.Min(maxFrames, Array.MaxLength / list.Pixels.FrameBytes));
        var workers = list.Count < Environment.ProcessorCount ? Environment.ProcessorCount : 1;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new TiffSegments(pages.Path, file, pages.IsBigEndian))];
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _list.Count);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(_maxFrames);
        var frameBytes = _list.Pixels.FrameBytes;
        var bytes = frames.Count * frameBytes;
        if (_buffer.Length < bytes)
        {
            Return();
            _buffer = ArrayPool<byte>.Shared.Rent(bytes);
        }

        for (var i = 0; i < frames.Count; i++)
            Read(_list.Number(frames.Start + i), _buffer.AsMemory(i * frameBytes, frameBytes));
        tile = new(frames, _buffer.AsSpan(0, bytes), frameBytes);
        return true;
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
        Return();
    }

    private void Read(long number, Memory<byte> frame)
    {
        var page = _pages.PageAt(number);
        if (page.Pixels != _list.Pixels)
            throw new SourceException(
                _pages.Path,
                $"page {number} is {page.Pixels}, not {_list.Pixels} as those before: the file says that all its pages are alike.",
                page.DirectoryOffset);
        for (var segment = 0; segment < page.Offsets.Length; segment++)
        {
            if (page.Offsets[segment] > _pages.Length - page.ByteCounts[segment])
                throw new SourceException(
                    _pages.Path,
                    $"page {number} is truncated: {page.ByteCounts[segment]} bytes are declared here, but the file has {_pages.Length}.",
                    page.Offsets[segment]);
        }

        if (_workers.Length == 1 || page.Offsets.Length == 1)
        {
            for (var segment = 0; segment < page.Offsets.Length; segment++)
                _workers[0].Read(page, segment, frame.Span);
            return;
        }

        var next = -1;
        try
        {
            Parallel.ForEach(_workers, worker =>
            {
                for (var segment = Interlocked.Increment(ref next); segment < page.Offsets.Length;)
                {
                    worker.Read(page, segment, frame.Span);
                    segment = Interlocked.Increment(ref next);
                }
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<SourceException>().FirstOrDefault() is { } first)
        {
            throw new SourceException(first.Path, first.Message[(first.Path.Length + 2)..], offset: null, first);
        }
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
