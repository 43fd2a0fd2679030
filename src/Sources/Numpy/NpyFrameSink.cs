using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Sources.Numpy;

/// <summary>Writes frames to an <c>.npy</c> file of version 1, little-endian, in C order, by positioned writes.</summary>
public sealed class NpyFrameSink : IFrameSink
{
    private const int Alignment = 64;

    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly SinkDescription _data;
    private readonly SafeFileHandle _file;
    private readonly long _offset;
    private bool _isComplete;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public NpyFrameSink(string path, SinkDescription data, bool overwrite = false)
    {
        _path = Path.GetFullPath(path);
        _overwrite = overwrite;
        _data = data;
        if (!overwrite && File.Exists(_path))
            throw new IOException($"{path}: exists already.");
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}.part");
        var header = Header(data);
        _offset = header.Length;
        _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            RandomAccess.Write(_file, header, 0);
            RandomAccess.SetLength(_file, _offset + (data.Shape.FrameCount * data.FrameBytes));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        RandomAccess.Write(_file, pixels, _offset + (frame * pixels.Length));
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _file.Dispose();
        File.Move(_temporary, _path, _overwrite);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isComplete)
            File.Delete(_temporary);
    }

    private static byte[] Header(SinkDescription data)
    {
        var lengths = data.Shape.Full.Lengths;
        var shape = lengths.Length == 1 ? $"{lengths[0].ToString(CultureInfo.InvariantCulture)}," : string.Join(", ", lengths);
        var text = $"{{'descr': '{NpyType.Descr(data.ElementType)}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text = text.PadRight(length - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length & 0xFF), (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}
