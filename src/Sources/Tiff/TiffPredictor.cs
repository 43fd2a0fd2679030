using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>Makes values of what was stored instead of them (tag 317): differences along rows, or those of the bytes of floats.</summary>
internal static class TiffPredictor
{
    private const int Horizontal = 2;
    private const int FloatingPoint = 3;

    /// <summary>Makes values in native byte order.</summary>
    /// <param name="page">How they are stored.</param>
    /// <param name="decoded">Rows of a strip or tile; changed in place.</param>
    /// <param name="isBigEndian">Byte order of the file.</param>
    public static void Undo(TiffPage page, Span<byte> decoded, bool isBigEndian)
    {
        var (samples, bytes, rowBytes) = (page.SegmentSamples, page.Bits / 8, (int)page.RowBytes);
        if (page.Predictor == FloatingPoint && page.Bits is 16 or 32 or 64)
        {
            var row = ArrayPool<byte>.Shared.Rent(rowBytes);
            for (var at = 0; at < decoded.Length; at += rowBytes)
                Floats(decoded.Slice(at, rowBytes), row, samples, bytes);
            ArrayPool<byte>.Shared.Return(row);
            return;
        }

        if (page.Bits % 8 == 0)
            NativeOrder.Of(decoded, bytes, isBigEndian);
        if (page.Predictor != Horizontal)
            return;
        for (var at = 0; at < decoded.Length; at += rowBytes)
        {
            var row = decoded.Slice(at, rowBytes);
            switch (page.Bits)
            {
                case 8:
                    Add<byte>(row, samples);
                    break;
                case 16:
                    Add<ushort>(row, samples);
                    break;
                case 32:
                    Add<uint>(row, samples);
                    break;
                case 64:
                    Add<ulong>(row, samples);
                    break;
            }
        }
    }

    private static void Add<T>(Span<byte> row, int samples)
        where T : unmanaged, IBinaryInteger<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(row);
        for (var i = samples; i < values.Length; i++)
            values[i] += values[i - samples];
    }

    // The highest bytes of all values of a row come first, then the next, as differences from byte to byte (Adobe's technical note 3).
    private static void Floats(Span<byte> row, byte[] values, int samples, int bytes)
    {
        for (var i = samples; i < row.Length; i++)
            row[i] += row[i - samples];
        var count = row.Length / bytes;
        for (var value = 0; value < count; value++)
        {
            for (var part = 0; part < bytes; part++)
                values[(value * bytes) + (BitConverter.IsLittleEndian ? bytes - 1 - part : part)] = row[(part * count) + value];
        }

        values.AsSpan(0, row.Length).CopyTo(row);
    }
}
