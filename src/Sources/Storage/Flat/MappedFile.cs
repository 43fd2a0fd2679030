using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>A file mapped into memory, read-only: bytes without a copy.</summary>
/// <remarks>
/// The one place where files are mapped. If another program shortens a mapped file, touching the missing part kills the
/// process, which no check can prevent: therefore files are mapped on request only.
/// </remarks>
internal sealed class MappedFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly nint _start;
    private readonly long _length;

    /// <summary>Maps a file.</summary>
    /// <exception cref="SourceException">It cannot be mapped.</exception>
    public MappedFile(string path)
    {
        _path = path;
        try
        {
            _length = RegularFile.Behind(path).Length;
            _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _map?.Dispose();
            throw new SourceException(path, $"the file cannot be mapped into memory: {e.Message}", offset: null, e);
        }

        _start = _view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)_view.PointerOffset;
    }

    /// <summary>Some bytes of the file; valid until it is disposed.</summary>
    /// <exception cref="SourceException">The file was shorter when it was mapped.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > _length - count)
            throw new SourceException(_path, $"the file has {_length} bytes; {count} are needed here.", offset);
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _start + (nint)offset), count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
