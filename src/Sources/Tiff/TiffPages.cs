using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>
/// The pages of a TIFF file, found by walking the chain of directories as far as somebody needs it; where they are is kept. For several
/// threads.
/// </summary>
/// <remarks>TIFF 6.0 and BigTIFF. Pages that are smaller copies or masks of others are no pages here.</remarks>
internal sealed class TiffPages : IDisposable
{
    private const int MostPages = 1 << 24;
    private const long SmallerCopyOrMask = 1 | 4;

    private readonly HeaderReader _file;
    private readonly bool _isBig;
    private readonly List<long> _offsets = [];
    private readonly HashSet<long> _seen = [];
    private readonly Lock _gate = new();
    private (Func<long, long> OffsetOf, long Count)? _regular;
    private long _next;

    private TiffPages(HeaderReader file, bool isBig, long first) => (_file, _isBig, _next) = (file, isBig, first);

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>Its length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Whether values are stored big-endian.</summary>
    public bool IsBigEndian => _file.IsBigEndian;

    /// <summary>Why the chain ends before the last page; null: it does not, as far as it was walked.</summary>
    public string? Break { get; private set; }

    /// <summary>Pages that are known.</summary>
    public long Known
    {
        get
        {
            lock (_gate)
                return _regular?.Count ?? _offsets.Count;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is no TIFF, or its first page is damaged.</exception>
    public static TiffPages Open(string path)
    {
        var file = HeaderReader.Open(path);
        try
        {
            file.IsBigEndian = file.U8(0) == (byte)'M';
            var isBig = file.U16(2) == 43;
            if (isBig && (file.U16(4) != 8 || file.U16(6) != 0))
                throw file.Fault(4, "the header of this BigTIFF is damaged; copy the file again.");
            var first = TiffDirectory.Place(file, isBig ? 8 : 4, isBig);
            if (first == 0)
                throw file.Fault(4, "this TIFF has no page: whatever wrote it was interrupted.");
            var pages = new TiffPages(file, isBig, first);
            if (!pages.Reaches(0))
                throw file.Fault(first, pages.Break ?? "this TIFF holds nothing but small copies of pages that are not there.");
            return pages;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a page of that number; walks as far as it takes.</summary>
    public bool Reaches(long number)
    {
        lock (_gate)
        {
            if (_regular is not null)
                return number < _regular.Value.Count;
            while (_offsets.Count <= number && _next != 0)
                Step();
            return number < _offsets.Count;
        }
    }

    /// <summary>Walks to the end.</summary>
    /// <returns>How many pages there are.</returns>
    public long WalkAll() => Reaches(MostPages) ? MostPages : Known;

    /// <summary>Takes it that directories lie where a rule says, as was found out: nothing is walked any more.</summary>
    /// <param name="offsetOf">Where that of a page lies.</param>
    /// <param name="count">How many pages there are.</param>
    public void Take(Func<long, long> offsetOf, long count)
    {
        lock (_gate)
            _regular = (offsetOf, count);
    }

    /// <summary>The directory at a place of the file; null: there is none.</summary>
    public TiffDirectory? TryRead(long offset)
    {
        lock (_gate)
        {
            try
            {
                return TiffDirectory.Read(_file, offset, _isBig);
            }
            catch (SourceException)
            {
                return null;
            }
        }
    }

    /// <summary>Reads the tags of a page.</summary>
    /// <typeparam name="T">What is made of them.</typeparam>
    /// <param name="number">Number of the page; one that is <see cref="Reaches"/>.</param>
    /// <param name="read">Makes it, with the file and the directory.</param>
    public T Read<T>(long number, Func<HeaderReader, TiffDirectory, T> read)
    {
        lock (_gate)
            return read(_file, TiffDirectory.Read(_file, _regular?.OffsetOf(number) ?? _offsets[(int)number], _isBig));
    }

    /// <summary>How a page is stored.</summary>
    /// <param name="number">Its number.</param>
    /// <exception cref="SourceException">There is no such page, or it is damaged.</exception>
    public TiffPage PageAt(long number) => Reaches(number)
        ? Read(number, TiffPage.Read)
        : throw new SourceException(
            Path, Break ?? $"the file says that it holds more pages, but there are {Known}: whatever wrote it was interrupted.");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // One directory further. What is wrong with the chain ends it, and is said where pages are missed.
    private void Step()
    {
        var offset = _next;
        _next = 0;
        if (!_seen.Add(offset))
        {
            Break = $"the chain of pages leads back to byte {offset} after {Counted.Of(_seen.Count, "page")}: the file is damaged.";
            return;
        }

        if (_seen.Count > MostPages)
            throw _file.Fault(offset, $"more than {MostPages:N0} pages: cut the file into parts.");
        try
        {
            var directory = TiffDirectory.Read(_file, offset, _isBig);
            _next = directory.Next;
            if ((directory.Number(TiffTag.NewSubfileType, 0) & SmallerCopyOrMask) == 0)
                _offsets.Add(offset);
        }
        catch (SourceException e)
        {
            if (_offsets.Count == 0)
                throw;
            Break = $"the chain of pages breaks at byte {e.Offset ?? offset} after {Counted.Of(_seen.Count - 1, "page")}: "
                + "the file is truncated or damaged.";
        }
    }
}
