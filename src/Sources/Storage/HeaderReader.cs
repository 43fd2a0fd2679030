using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads values of headers and tags at any position of a file: checked against its length, and by few large reads.</summary>
/// <remarks>Not for frames: what is asked for in one go is held in memory. Not for several threads at once.</remarks>
internal sealed class HeaderReader : IDisposable
{
    /// <summary>The most that is given in one piece.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int BlockBytes = 8 << 10;
    private const int MostAhead = 128 << 10;
    private readonly SafeFileHandle _file;
    private byte[] _block = [];
    private long _blockStart;
    private int _blockLength;
    private int _ahead = BlockBytes;

    private HeaderReader(string path, SafeFileHandle file, long length, bool isBigEndian)
    {
        Path = path;
        _file = file;
        Length = length;
        IsBigEndian = isBigEndian;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Whether numbers of several bytes are read with the high byte first; may change within a file.</summary>
    public bool IsBigEndian { get; set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">There is none, or it may not be read.</exception>
    public static HeaderReader Open(string path, bool isBigEndian = false)
    {
        RegularFile.Require(path);
        try
        {
            var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new(path, file, RandomAccess.GetLength(file), isBigEndian);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    /// <summary>Bytes of the file; valid until the next call.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many, at most <see cref="MaximumBytes"/>.</param>
    /// <exception cref="SourceException">The file ends before, or it cannot be read.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumBytes);
        if (offset < 0 || count < 0 || offset > Length - count)
            throw Fault(
                offset,
                $"{count} bytes of its header are expected here, but the file has {Length}; it is truncated or damaged: copy it again.");
        if (offset < _blockStart || offset + count > _blockStart + _blockLength)
            Fill(offset, count);
        return _block.AsSpan((int)(offset - _blockStart), count);
    }

    /// <summary>An unsigned byte.</summary>
    public byte U8(long offset) => Bytes(offset, 1)[0];

    /// <summary>An unsigned number of 16 bits.</summary>
    public ushort U16(long offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Bytes(offset, 2))
        : BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    /// <summary>A signed number of 16 bits.</summary>
    public short I16(long offset) => (short)U16(offset);

    /// <summary>An unsigned number of 32 bits.</summary>
    public uint U32(long offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(Bytes(offset, 4))
        : BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    /// <summary>A signed number of 32 bits.</summary>
    public int I32(long offset) => (int)U32(offset);

    /// <summary>An unsigned number of 64 bits.</summary>
    public ulong U64(long offset) => IsBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(Bytes(offset, 8))
        : BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, 8));

    /// <summary>A signed number of 64 bits.</summary>
    public long I64(long offset) => (long)U64(offset);

    /// <summary>A float of 32 bits.</summary>
    public float F32(long offset) => BitConverter.UInt32BitsToSingle(U32(offset));

    /// <summary>A float of 64 bits.</summary>
    public double F64(long offset) => BitConverter.UInt64BitsToDouble(U64(offset));

    /// <summary>Latin-1 text in a field of so many bytes: up to the first NUL, without blanks around it.</summary>
    public string Text(long offset, int count)
    {
        var field = Bytes(offset, count);
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]).Trim();
    }

    /// <summary>What is wrong at a position of the file.</summary>
    public SourceException Fault(long offset, string sentence) => new(Path, sentence, offset);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Who goes on reading where the last block ended is given more and more at a time; after a jump little is read again.
    private void Fill(long offset, int count)
    {
        var goesOn = _blockLength > 0 && offset > _blockStart && offset <= _blockStart + _blockLength;
        _ahead = goesOn ? Math.Min(2 * _ahead, MostAhead) : BlockBytes;
        var size = Math.Max(_ahead, count);
        if (size > _block.Length)
            _block = new byte[size];
        var wanted = (int)Math.Min(size, Length - offset);
        (_blockStart, _blockLength) = (offset, 0);
        while (_blockLength < wanted)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_file, _block.AsSpan(_blockLength, wanted - _blockLength), offset + _blockLength);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(Path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset, e);
            }

            if (read == 0)
                break;
            _blockLength += read;
        }

        if (_blockLength < count)
            throw Fault(
                offset + _blockLength, $"the file ends here, {count - _blockLength} bytes short; it was truncated while it was opened.");
    }
}
